#include <fcntl.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/icmp.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <linux/sockios.h>
#include <linux/un.h>

#include "addon.h"

// The architectures whose socket option numbers are not those of asm-generic/socket.h.
#if !defined(__mips__) && !defined(__sparc__) && !defined(__hppa__) && !defined(__alpha__)
#define AFKIT_GENERIC_NUMBERS
#endif

namespace afkit {

void ExportConstants(Napi::Env env, Napi::Object exports) {
  static constexpr struct {
    const char* name;
    int64_t value;
  } kConstants[] = {
#define AFKIT_CONSTANT(name, value) {name, static_cast<int64_t>(value)},
#include "constants-table.inc"
#undef AFKIT_CONSTANT
  };

  Napi::Object constants = Napi::Object::New(env);
  for (const auto& constant : kConstants) {
    constants.Set(constant.name, Napi::Number::New(env, static_cast<double>(constant.value)));
  }
  constants.Freeze();
  exports.Set("constants", constants);
}

}  // namespace afkit
