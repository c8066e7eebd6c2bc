#pragma once

#include <napi.h>

// Every file of this addon contributes its part of the exports through one of these.
namespace afkit {

void ExportSystemCalls(Napi::Env env, Napi::Object exports);
void ExportSocketOptions(Napi::Env env, Napi::Object exports);
void ExportOwnership(Napi::Env env, Napi::Object exports);
void ExportDescriptors(Napi::Env env, Napi::Object exports);
void ExportIdentity(Napi::Env env, Napi::Object exports);
void ExportNamespaces(Napi::Env env, Napi::Object exports);
void ExportErrnoNames(Napi::Env env, Napi::Object exports);
void ExportConstants(Napi::Env env, Napi::Object exports);
void ExportMessageBatch(Napi::Env env, Napi::Object exports);
void ExportPoller(Napi::Env env, Napi::Object exports);

using Call = Napi::Value (*)(const Napi::CallbackInfo&);

template <Call call>
void Export(Napi::Env env, Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New<call>(env, name));
}

}  // namespace afkit
