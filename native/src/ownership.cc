// Which descriptors this JavaScript environment owns. A worker that is terminated runs no JavaScript
// any more, so its descriptors would stay open for as long as the process lives; they are closed here.
#include <unistd.h>

#include "addon.h"
#include "arguments.h"
#include "close-all.h"
#include "descriptor-set.h"
#include "system-calls.h"

namespace afkit {
namespace {

struct OwnedDescriptors {
  DescriptorSet fds;

  ~OwnedDescriptors() { fds.ForEach(close); }
};

// The descriptors of a call's arguments (fds: Int32Array, count).
Words Descriptors(Arguments& arguments) {
  Words fds = arguments.WordArray("fds", 0);
  fds.length = arguments.Int("count", 0, static_cast<int32_t>(fds.length));
  for (size_t i = 0; i < fds.length && !arguments.failed(); i++) {
    if (fds.data[i] < 0) arguments.Refuse("a file descriptor must not be negative");
  }
  return fds;
}

// own(fd): close it when the environment ends
Napi::Value Own(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd", 0);
  if (arguments.failed()) return Napi::Value();
  info.Env().GetInstanceData<OwnedDescriptors>()->fds.Insert(fd);
  return info.Env().Undefined();
}

// ownAll(fds: Int32Array, count): own() for each of the first `count`
Napi::Value OwnAll(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  Words fds = Descriptors(arguments);
  if (arguments.failed()) return Napi::Value();
  auto* owned = info.Env().GetInstanceData<OwnedDescriptors>();
  for (size_t i = 0; i < fds.length; i++) owned->fds.Insert(fds.data[i]);
  return info.Env().Undefined();
}

// closeOwned(fd) -> 0. disown() and close() in one.
Napi::Value CloseOwned(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd", 0);
  if (arguments.failed()) return Napi::Value();
  info.Env().GetInstanceData<OwnedDescriptors>()->fds.Erase(fd);
  int64_t result = ValueOrErrno(close(fd));
  // Linux has closed the descriptor even when it reports EINTR (close(2)).
  return arguments.Result(result == -EINTR ? 0 : result);
}

// closeAllOwned(fds: Int32Array, count): closeOwned() for each of the first `count`, which change their places
Napi::Value CloseAllOwned(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  Words fds = Descriptors(arguments);
  if (arguments.failed()) return Napi::Value();
  auto* owned = info.Env().GetInstanceData<OwnedDescriptors>();
  for (size_t i = 0; i < fds.length; i++) owned->fds.Erase(fds.data[i]);
  CloseAll(fds.data, fds.length);
  return info.Env().Undefined();
}

// disown(fd): somebody else will close it, or has
Napi::Value Disown(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd", 0);
  if (arguments.failed()) return Napi::Value();
  info.Env().GetInstanceData<OwnedDescriptors>()->fds.Erase(fd);
  return info.Env().Undefined();
}

}  // namespace

void ExportOwnership(Napi::Env env, Napi::Object exports) {
  env.SetInstanceData(new OwnedDescriptors());
  Export<Own>(env, exports, "own");
  Export<OwnAll>(env, exports, "ownAll");
  Export<Disown>(env, exports, "disown");
  Export<CloseOwned>(env, exports, "closeOwned");
  Export<CloseAllOwned>(env, exports, "closeAllOwned");
}

}  // namespace afkit
