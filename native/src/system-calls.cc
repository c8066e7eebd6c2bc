#include "system-calls.h"

#include <sys/socket.h>
#include <unistd.h>

#include "addon.h"
#include "arguments.h"

namespace afkit {
namespace {

constexpr int kSocketFlags = SOCK_CLOEXEC | SOCK_NONBLOCK;

const sockaddr* AsAddress(const Bytes& bytes) { return reinterpret_cast<const sockaddr*>(bytes.data); }
sockaddr* AsAddress(Bytes& bytes) { return reinterpret_cast<sockaddr*>(bytes.data); }

// socket(domain, type, protocol) -> fd
Napi::Value Socket(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int domain = arguments.Int("domain");
  int type = arguments.Int("type");
  int protocol = arguments.Int("protocol");
  if (arguments.failed()) return Napi::Value();
  return arguments.Result(ValueOrErrno(socket(domain, type | kSocketFlags, protocol)));
}

// socketpair(domain, type, protocol, out: Int32Array of 2) -> 0
Napi::Value SocketPair(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int domain = arguments.Int("domain");
  int type = arguments.Int("type");
  int protocol = arguments.Int("protocol");
  Words out = arguments.WordArray("out", 2);
  if (arguments.failed()) return Napi::Value();
  return arguments.Result(ValueOrErrno(socketpair(domain, type | kSocketFlags, protocol, out.data)));
}

// close(fd) -> 0. Linux has closed the descriptor even when it reports EINTR (close(2)).
Napi::Value Close(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  if (arguments.failed()) return Napi::Value();
  int64_t result = ValueOrErrno(close(fd));
  return arguments.Result(result == -EINTR ? 0 : result);
}

// bind(fd, address) -> 0
Napi::Value Bind(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  const Bytes address = arguments.ByteArray("address");
  if (arguments.failed()) return Napi::Value();
  return arguments.Result(ValueOrErrno(bind(fd, AsAddress(address), address.length)));
}

// connect(fd, address) -> 0. An interrupted connect goes on by itself and must not be repeated:
// it is reported as -EINPROGRESS.
Napi::Value Connect(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  const Bytes address = arguments.ByteArray("address");
  if (arguments.failed()) return Napi::Value();
  int64_t result = ValueOrErrno(connect(fd, AsAddress(address), address.length));
  return arguments.Result(result == -EINTR ? -EINPROGRESS : result);
}

// listen(fd, backlog) -> 0
Napi::Value Listen(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  int backlog = arguments.Int("backlog");
  if (arguments.failed()) return Napi::Value();
  return arguments.Result(ValueOrErrno(listen(fd, backlog)));
}

// accept(fd, address: Uint8Array | null, length: Int32Array of 1 | null) -> fd. length[0] becomes the
// length of the peer's address, which is more than address.length when the buffer was too small.
Napi::Value Accept(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  Bytes address = arguments.ByteArrayOrNull("address");
  Words length = arguments.WordArrayOrNull("length", 1);
  if (arguments.failed()) return Napi::Value();
  socklen_t size = 0;
  int64_t result = Uninterrupted([&] {
    size = address.length;
    bool wanted = address.data != nullptr;
    return accept4(fd, wanted ? AsAddress(address) : nullptr, wanted ? &size : nullptr, kSocketFlags);
  });
  if (result >= 0 && length.data != nullptr) length.data[0] = static_cast<int32_t>(size);
  return arguments.Result(result);
}

// shutdown(fd, how) -> 0
Napi::Value Shutdown(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  int how = arguments.Int("how");
  if (arguments.failed()) return Napi::Value();
  return arguments.Result(ValueOrErrno(shutdown(fd, how)));
}

using AddressCall = int (*)(int, sockaddr*, socklen_t*);

// (fd, out: Uint8Array) -> the address's length; more than out.length means that it was cut short.
template <AddressCall call>
Napi::Value Address(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  Bytes out = arguments.ByteArray("out");
  if (arguments.failed()) return Napi::Value();
  socklen_t length = out.length;
  int result = call(fd, AsAddress(out), &length);
  return arguments.Result(result < 0 ? -errno : static_cast<int64_t>(length));
}

int LocalAddress(int fd, sockaddr* address, socklen_t* length) { return getsockname(fd, address, length); }
int RemoteAddress(int fd, sockaddr* address, socklen_t* length) { return getpeername(fd, address, length); }

}  // namespace

void ExportSystemCalls(Napi::Env env, Napi::Object exports) {
  Export<Socket>(env, exports, "socket");
  Export<SocketPair>(env, exports, "socketpair");
  Export<Close>(env, exports, "close");
  Export<Bind>(env, exports, "bind");
  Export<Connect>(env, exports, "connect");
  Export<Listen>(env, exports, "listen");
  Export<Accept>(env, exports, "accept");
  Export<Shutdown>(env, exports, "shutdown");
  Export<Address<LocalAddress>>(env, exports, "getsockname");
  Export<Address<RemoteAddress>>(env, exports, "getpeername");
}

}  // namespace afkit
