#pragma once

#include <napi.h>
#include <uv.h>

namespace afkit {

// Readiness of a descriptor on the event loop of the JavaScript environment that made it.
//
// A direction that was reported is forgotten until start() asks for it again. A start() inside the
// callback (or in the microtasks that follow it) that asks for the same directions costs no system
// call, because the watch is changed only after the callback.
class Poller : public Napi::ObjectWrap<Poller> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit Poller(const Napi::CallbackInfo& info);
  ~Poller() override;

 private:
  // What the event loop knows. It lives until libuv has closed the handle, which may be after the
  // Poller and, when the environment is torn down, in the middle of that.
  struct Watch {
    uv_poll_t handle;
    int fd = -1;
    Poller* owner = nullptr;
    napi_async_cleanup_hook_handle hook = nullptr;

    void Close();
  };

  Napi::Value Start(const Napi::CallbackInfo& info);
  Napi::Value Stop(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);
  Napi::Value SetReferenced(const Napi::CallbackInfo& info);
  Napi::Value SetUnreferenced(const Napi::CallbackInfo& info);

  static void OnEvents(uv_poll_t* handle, int status, int events);
  void Dispatch(int events);
  int Open();
  int Apply();
  void Shut();

  napi_env environment_;
  napi_ref callback_ = nullptr;
  int fd_ = -1;
  Watch* watch_ = nullptr;
  int wanted_ = 0;
  int armed_ = 0;
  bool closed_ = false;
  bool referenced_ = true;
  bool dispatching_ = false;
  bool held_ = false;
};

}  // namespace afkit
