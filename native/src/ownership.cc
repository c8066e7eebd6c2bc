// Which descriptors this JavaScript environment owns. A worker that is terminated runs no JavaScript
// any more, so its descriptors would stay open for as long as the process lives; they are closed here.
#include <unordered_set>

#include <unistd.h>

#include "addon.h"
#include "arguments.h"

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
  Export<Disown>(env, exports, "disown");
}

}  // namespace afkit
