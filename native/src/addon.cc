// The socket shim: general calls that know nothing of any address family. Addresses, option values
// and control messages cross as bytes. A call returns its value or -errno; a call that is used
// wrongly throws TypeError or RangeError. Nothing here is static, so that every JavaScript
// environment (worker threads) has its own.
#include "addon.h"

namespace {

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  afkit::ExportSystemCalls(env, exports);
  afkit::ExportSocketOptions(env, exports);
  afkit::ExportOwnership(env, exports);
  afkit::ExportDescriptors(env, exports);
  afkit::ExportIdentity(env, exports);
  afkit::ExportNamespaces(env, exports);
  afkit::ExportErrnoNames(env, exports);
  afkit::ExportConstants(env, exports);
  afkit::ExportMessageBatch(env, exports);
  afkit::ExportPoller(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(afkit, Init)
