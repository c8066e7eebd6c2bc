// Network namespaces without moving: a namespace belongs to a thread, so a short-lived thread
// enters (or makes) it and ends, and no thread of the process is ever anywhere else.
#include <cerrno>

#include <fcntl.h>
#include <sched.h>
#include <sys/socket.h>

#include "addon.h"
#include "arguments.h"
#include "own-thread.h"
#include "system-calls.h"

namespace afkit {
namespace {

// openInNamespace(namespaceFd, domain, type, protocol) -> fd of a socket that lives there
Napi::Value OpenInNamespace(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int namespace_fd = arguments.Int("namespaceFd");
  int domain = arguments.Int("domain");
  int type = arguments.Int("type");
  int protocol = arguments.Int("protocol");
  if (arguments.failed()) return Napi::Value();
  return arguments.Result(InOwnThread([&]() -> int64_t {
    if (setns(namespace_fd, CLONE_NEWNET) < 0) return -errno;
    return ValueOrErrno(socket(domain, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol));
  }));
}

// newNetworkNamespace() -> fd that keeps a new, otherwise unnamed namespace alive
Napi::Value NewNetworkNamespace(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  return arguments.Result(InOwnThread([]() -> int64_t {
    if (unshare(CLONE_NEWNET) < 0) return -errno;
    return Uninterrupted([] { return open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC); });
  }));
}

// A path argument in `path`; false, with a TypeError thrown, for one that the kernel would not read whole.
bool PathArgument(const Napi::CallbackInfo& info, size_t index, std::string* path) {
  const char* problem = nullptr;
  if (!info[index].IsString()) {
    problem = "path must be a string";
  } else {
    *path = info[index].As<Napi::String>().Utf8Value();
    if (path->find('\0') != std::string::npos) problem = "path must not contain a NUL";
  }
  if (problem == nullptr) return true;
  Napi::TypeError::New(info.Env(), problem).ThrowAsJavaScriptException();
  return false;
}

// openNamespaceFile(path) -> fd
Napi::Value OpenNamespaceFile(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  std::string path;
  if (!PathArgument(info, 0, &path)) return Napi::Value();
  return arguments.Result(Uninterrupted([&] { return open(path.c_str(), O_RDONLY | O_CLOEXEC); }));
}

// openFileInNamespace(namespaceFd, flags, path) -> fd of a file as a thread of that namespace finds it: below
// /proc/sys/net and /proc/thread-self/net the kernel decides by who opens, and later reads and writes stay there
Napi::Value OpenFileInNamespace(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int namespace_fd = arguments.Int("namespaceFd");
  int flags = arguments.Int("flags");
  std::string path;
  if (arguments.failed() || !PathArgument(info, 2, &path)) return Napi::Value();
  return arguments.Result(InOwnThread([&]() -> int64_t {
    if (setns(namespace_fd, CLONE_NEWNET) < 0) return -errno;
    return Uninterrupted([&] { return open(path.c_str(), flags | O_CLOEXEC); });
  }));
}

}  // namespace

void ExportNamespaces(Napi::Env env, Napi::Object exports) {
  Export<OpenInNamespace>(env, exports, "openInNamespace");
  Export<NewNetworkNamespace>(env, exports, "newNetworkNamespace");
  Export<OpenNamespaceFile>(env, exports, "openNamespaceFile");
  Export<OpenFileInNamespace>(env, exports, "openFileInNamespace");
}

}  // namespace afkit
