// Acting for another user. To the kernel user and groups belong to a thread; it is the C library that gives them to all
// threads at once. So these calls go past it, in a thread that does one thing as somebody else and ends: the process
// never is anybody else, no other thread works meanwhile under a wrong name, and nothing is to be restored.
#include <cerrno>

#include <linux/capability.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "addon.h"
#include "arguments.h"
#include "own-thread.h"
#include "system-calls.h"

// Some 32-bit systems have calls of these names for 16-bit users, and others beside them.
#ifndef SYS_setgroups32
#define SYS_setgroups32 SYS_setgroups
#define SYS_setresgid32 SYS_setresgid
#define SYS_setresuid32 SYS_setresuid
#endif

namespace afkit {
namespace {

constexpr uint32_t kUnchanged = UINT32_MAX;

// The thread's capabilities, none of which are to work. (Root's stop working by the change of user.)
int64_t WithoutCapabilities() {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {};
  if (syscall(SYS_capget, &header, data) < 0) return -errno;
  for (auto& word : data) word.effective = 0;
  return ValueOrErrno(syscall(SYS_capset, &header, data));
}

// Only the effective ids change: so the other user may send no signal to the thread.
int64_t Become(uint32_t uid, uint32_t gid, const Words& groups) {
  // As they are, to the calls below: the connection would be root's.
  if (uid == kUnchanged || gid == kUnchanged) return -EINVAL;
  int64_t result = ValueOrErrno(syscall(SYS_setgroups32, groups.length, groups.data));
  if (result == 0) result = ValueOrErrno(syscall(SYS_setresgid32, kUnchanged, gid, kUnchanged));
  if (result == 0) result = ValueOrErrno(syscall(SYS_setresuid32, kUnchanged, uid, kUnchanged));
  if (result == 0 && uid != 0) result = WithoutCapabilities();
  return result;
}

// connectAs(fd, address, uid, gid, groups: Int32Array, became: Int32Array of 1) -> 0, as connect. became[0] is 1 where
// the result is that of connect(2), and stays as it is where there was no becoming that user.
Napi::Value ConnectAs(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  const Bytes address = arguments.ByteArray("address");
  uint32_t uid = arguments.Bits("uid");
  uint32_t gid = arguments.Bits("gid");
  const Words groups = arguments.WordArray("groups", 0);
  Words became = arguments.WordArray("became", 1);
  if (arguments.failed()) return Napi::Value();
  return arguments.Result(InOwnThread([&]() -> int64_t {
    int64_t result = Become(uid, gid, groups);
    if (result < 0) return result;
    became.data[0] = 1;
    result = ValueOrErrno(connect(fd, reinterpret_cast<const sockaddr*>(address.data), address.length));
    return result == -EINTR ? -EINPROGRESS : result;
  }));
}

}  // namespace

void ExportIdentity(Napi::Env env, Napi::Object exports) {
  Export<ConnectAs>(env, exports, "connectAs");
}

}  // namespace afkit
