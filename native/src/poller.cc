#include "poller.h"

#include <cerrno>
#include <new>

#include <fcntl.h>
#include <unistd.h>

#include "addon.h"
#include "arguments.h"

namespace afkit {
namespace {

constexpr int kReadable = UV_READABLE;
constexpr int kWritable = UV_WRITABLE;

}  // namespace

// new Poller(fd, callback(events))
Poller::Poller(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Poller>(info), environment_(info.Env()) {
  Arguments arguments(info);
  fd_ = arguments.Int("fd", 0);
  if (arguments.failed()) return;
  if (!info[1].IsFunction()) {
    Napi::TypeError::New(info.Env(), "callback must be a function").ThrowAsJavaScriptException();
    return;
  }
  // The object keeps its callback alive as a property and not by a strong reference: the callback
  // usually leads back to the object, and such a circle would never be collected.
  info.This().As<Napi::Object>().DefineProperty(Napi::PropertyDescriptor::Value("callback", info[1], napi_default));
  napi_create_reference(environment_, info[1], 0, &callback_);
}

Poller::~Poller() {
  Shut();
  if (callback_ != nullptr) napi_delete_reference(environment_, callback_);
}

// Watches a duplicate of the descriptor. libuv aborts the process when a descriptor it is about to
// watch has been closed, and refuses two watches of one number; a duplicate that nobody else knows
// rules out both.
int Poller::Open() {
  uv_loop_t* loop;
  if (napi_get_uv_event_loop(environment_, &loop) != napi_ok) return -EINVAL;

  Watch* watch = new (std::nothrow) Watch();
  if (watch == nullptr) return -ENOMEM;
  watch->fd = fcntl(fd_, F_DUPFD_CLOEXEC, 3);
  if (watch->fd < 0) {
    int error = -errno;
    delete watch;
    return error;
  }
  int error = uv_poll_init(loop, &watch->handle, watch->fd);
  if (error != 0) {
    close(watch->fd);
    delete watch;
    return error;
  }
  watch->handle.data = watch;
  watch->owner = this;
  watch_ = watch;
  if (!referenced_) uv_unref(reinterpret_cast<uv_handle_t*>(&watch->handle));
  napi_add_async_cleanup_hook(
      environment_, [](napi_async_cleanup_hook_handle, void* data) { static_cast<Watch*>(data)->Close(); }, watch,
      &watch->hook);
  return 0;
}

void Poller::Watch::Close() {
  uv_handle_t* base = reinterpret_cast<uv_handle_t*>(&handle);
  if (uv_is_closing(base)) return;
  if (owner != nullptr) {
    owner->watch_ = nullptr;
    owner->armed_ = 0;
    owner->wanted_ = 0;
    owner = nullptr;
  }
  uv_close(base, [](uv_handle_t* closed) {
    Watch* watch = static_cast<Watch*>(closed->data);
    if (watch->hook != nullptr) napi_remove_async_cleanup_hook(watch->hook);
    delete watch;
  });
  // uv_close has stopped watching; only the handle's memory is still in use.
  close(fd);
}

void Poller::Shut() {
  closed_ = true;
  wanted_ = 0;
  if (watch_ != nullptr) watch_->Close();
}

// Makes the event loop watch what is wanted, and keeps this object from being collected while it does.
int Poller::Apply() {
  if (watch_ != nullptr && wanted_ != armed_) {
    int error = wanted_ == 0 ? uv_poll_stop(&watch_->handle) : uv_poll_start(&watch_->handle, wanted_, OnEvents);
    if (error != 0) return error;
    armed_ = wanted_;
  }
  bool hold = armed_ != 0;
  if (hold != held_) {
    held_ = hold;
    if (hold) {
      Ref();
    } else {
      Unref();
    }
  }
  return 0;
}

void Poller::OnEvents(uv_poll_t* handle, int status, int events) {
  Poller* self = static_cast<Watch*>(handle->data)->owner;
  if (self == nullptr) return;
  if (status < 0) {
    // POLLERR, which libuv reports as UV_EBADF after it has stopped watching. The error itself is
    // for recvmsg or sendmsg to collect, whichever is tried first.
    self->armed_ = 0;
    events = kReadable | kWritable;
  }
  self->Dispatch(events);
}

void Poller::Dispatch(int events) {
  napi_env env = environment_;
  Napi::HandleScope scope(env);
  napi_value self = Value();

  wanted_ &= ~events;
  dispatching_ = true;
  napi_value callback = nullptr;
  napi_value argument;
  if (napi_get_reference_value(env, callback_, &callback) == napi_ok && callback != nullptr &&
      napi_create_int32(env, events, &argument) == napi_ok) {
    napi_value result;
    napi_make_callback(env, nullptr, self, callback, 1, &argument, &result);
    bool thrown = false;
    if (napi_is_exception_pending(env, &thrown) == napi_ok && thrown) {
      napi_value error;
      if (napi_get_and_clear_last_exception(env, &error) == napi_ok) napi_fatal_exception(env, error);
    }
  }
  dispatching_ = false;
  Apply();
}

// start(events) -> 0 or -errno
Napi::Value Poller::Start(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int events = arguments.Int("events", kReadable, kReadable | kWritable);
  if (closed_) arguments.Refuse("the poller is closed");
  if (arguments.failed()) return Napi::Value();

  if (watch_ == nullptr) {
    int error = Open();
    if (error != 0) return arguments.Result(error);
  }
  wanted_ = events;
  return arguments.Result(dispatching_ ? 0 : Apply());
}

// stop(): no callback until the next start()
Napi::Value Poller::Stop(const Napi::CallbackInfo& info) {
  wanted_ = 0;
  if (!dispatching_) Apply();
  return info.Env().Undefined();
}

// close(): no callback ever again
Napi::Value Poller::Close(const Napi::CallbackInfo& info) {
  Shut();
  if (!dispatching_) Apply();
  return info.Env().Undefined();
}

Napi::Value Poller::SetReferenced(const Napi::CallbackInfo& info) {
  referenced_ = true;
  if (watch_ != nullptr) uv_ref(reinterpret_cast<uv_handle_t*>(&watch_->handle));
  return info.Env().Undefined();
}

Napi::Value Poller::SetUnreferenced(const Napi::CallbackInfo& info) {
  referenced_ = false;
  if (watch_ != nullptr) uv_unref(reinterpret_cast<uv_handle_t*>(&watch_->handle));
  return info.Env().Undefined();
}

Napi::Function Poller::Define(Napi::Env env) {
  return DefineClass(env, "Poller",
                     {
                         InstanceMethod<&Poller::Start>("start"),
                         InstanceMethod<&Poller::Stop>("stop"),
                         InstanceMethod<&Poller::Close>("close"),
                         InstanceMethod<&Poller::SetReferenced>("ref"),
                         InstanceMethod<&Poller::SetUnreferenced>("unref"),
                     });
}

void ExportPoller(Napi::Env env, Napi::Object exports) { exports.Set("Poller", Poller::Define(env)); }

}  // namespace afkit
