// Which descriptors this JavaScript environment owns. A worker that is terminated runs no JavaScript
// any more, so its descriptors would stay open for as long as the process lives; they are closed here.
#include <unordered_set>

#include <unistd.h>

#include "addon.h"
#include "arguments.h"
#include "system-calls.h"

namespace afkit {
namespace {

struct OwnedDescriptors {
  std::unordered_set<int> fds;

  ~OwnedDescriptors() {
    for (int fd : fds) close(fd);
  }
};

// own(fd): close it when the environment ends
Napi::Value Own(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd", 0);
  if (arguments.failed()) return Napi::Value();
  info.Env().GetInstanceData<OwnedDescriptors>()->fds.insert(fd);
  return info.Env().Undefined();
}

// ownAll(fds: Int32Array, count): own() for each of the first `count`
Napi::Value OwnAll(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  Words fds = arguments.WordArray("fds", 0);
  int count = arguments.Int("count", 0, static_cast<int32_t>(fds.length));
  if (arguments.failed()) return Napi::Value();
  info.Env().GetInstanceData<OwnedDescriptors>()->fds.insert(fds.data, fds.data + count);
  return info.Env().Undefined();
}

// closeOwned(fd) -> 0. disown() and close() in one.
Napi::Value CloseOwned(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd", 0);
  if (arguments.failed()) return Napi::Value();
  info.Env().GetInstanceData<OwnedDescriptors>()->fds.erase(fd);
  int64_t result = ValueOrErrno(close(fd));
  // Linux has closed the descriptor even when it reports EINTR (close(2)).
  return arguments.Result(result == -EINTR ? 0 : result);
}

// disown(fd): somebody else will close it, or has
Napi::Value Disown(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd", 0);
  if (arguments.failed()) return Napi::Value();
  info.Env().GetInstanceData<OwnedDescriptors>()->fds.erase(fd);
  return info.Env().Undefined();
}

}  // namespace

void ExportOwnership(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new OwnedDescriptors());
  Export<Own>(env, exports, "own");
  Export<OwnAll>(env, exports, "ownAll");
  Export<Disown>(env, exports, "disown");
  Export<CloseOwned>(env, exports, "closeOwned");
}

}  // namespace afkit
