/**
 * AF_UNIX sockets: streams, datagrams and seqpackets, with descriptors and credentials (unix(7)).
 *
 * @module
 */

export { type AcceptEachOptions, acceptEach } from './accept-each.js';
export {
  Activation,
  type ActivationEvent,
  type ActivationOptions,
  type ActivationSocket,
} from './activation.js';
export { UnixAddress, type UnixAddressLike } from './address.js';
export { type Adopted, type AdoptOptions, adopt } from './adopt.js';
export { type BatchesOptions, ReceivedBatch } from './batches.js';
export type { BindOptions } from './binding.js';
export { type CleanOptions, cleanSockets, type Examined } from './clean.js';
export type { RetryOptions } from './connecting.js';
export { type Credentials, decodeCredentials, encodeCredentials } from './credentials.js';
export { type DatagramConnectOptions, type DatagramOptions, UnixDatagram } from './datagram.js';
export { type DatagramObserver, type DatagramProxyOptions, UnixDatagramProxy } from './datagram-proxy.js';
export { type Description, describePassed, type SocketDescription } from './describe.js';
export { type DescriptorInfo, type DescriptorType, describeDescriptor } from './descriptor-info.js';
export { diagnose, type Finding, type UnixSocketType } from './diagnosis.js';
export { FdHolder, type FdHolderOptions } from './fd-holder.js';
export { FdHolderClient, type HeldDescriptor } from './fd-holder-client.js';
export type { Message } from './gathering.js';
export { type ConnectionOf, type ListenerType, type ListenOptions, UnixListener } from './listener.js';
export { largestMessage, type MessageReceiveOptions } from './message-receiver.js';
export type { MessageSendOptions } from './message-sender.js';
export { type MessageOptions, MessageSocket } from './message-socket.js';
export { NotifySocket, type ReceivedNotification } from './notify-socket.js';
export type { ConnectingOptions, LocalOptions } from './opening.js';
export { type Attachments, mostDescriptors } from './outgoing.js';
export type { PassOptions } from './pass-options.js';
export { PassedFile } from './passed-file.js';
export { type PathState, probePath, removeStale } from './paths.js';
export { UnixPeer } from './peer.js';
export { describeProcess, type ProcessFacts, pidOf } from './process.js';
export { type ProxyObserver, type ProxyOptions, UnixProxy } from './proxy.js';
export { DescriptorsLostError, ReceivedMessage } from './received.js';
export { type Direction, type RelayedMessage, type RelayObserver, relayConnections } from './relay.js';
export { type SeqpacketConnectOptions, UnixSeqpacket } from './seqpacket.js';
export { type ConnectOptions, type StreamOptions, UnixStream } from './stream.js';
export type { StreamSendOptions } from './stream-sending.js';
export { type SyslogMessage, syslogDatagram, syslogFacilities, syslogLevels } from './syslog.js';
export * from './systemd/index.js';
