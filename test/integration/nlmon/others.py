"""Makes the events that ip(8) cannot: what routers, multicast routers and senders of packets do. Runs in a network
namespace of its own, between commands of ip(8) that others.sh does."""

import os
import socket
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../fixtures'))

from hand_made import MulticastRouter4, MulticastRouter6, router_advertisement, send_multicast

# Of routers that come and go: prefixes with flags and lifetimes of every kind.
router_advertisement('vb', (('2001:db8:77::', 64, 0xc0, 3600, 1800),))
router_advertisement('vb', (('2001:db8:78::', 48, 0x80, 0xffffffff, 0xffffffff), ('2001:db8:79::', 64, 0x40, 100, 50)))
router_advertisement('vb', (('2001:db8:7a::', 64, 0, 7200, 0), ('2001:db8:77::', 64, 0xc0, 1800, 900)))

four, six = MulticastRouter4('va', 'vc'), MulticastRouter6('vc', 'va')
for last in range(1, 9):
    four.add('10.1.0.7', f'239.1.1.{last}', [0, last])
    six.add('2001:db8:1::7', f'ff05::1:{last}', [1])
four.add('10.1.0.8', '239.1.2.1', [1, 1])
four.add('10.1.0.8', '239.1.2.2', [])
four.add('10.1.0.8', '239.1.2.1', [0, 255])
send_multicast('10.1.0.1', '239.1.1.99')
time.sleep(0.2)
four.delete('10.1.0.7', '239.1.1.3')

# Only buckets that were in use move later than their group changes.
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
    for last in range(1, 200):
        sender.sendto(b'x', (f'10.9.1.{last}', 9))
os.system('ip nexthop replace id 23 group 1,7/2 type resilient idle_timer 1')
time.sleep(1.5)

if os.environ.get('SHOW'):
    # While the routers are there, somebody looks at what they made.
    sys.exit(os.waitstatus_to_exitcode(os.system(os.environ['SHOW'])))
