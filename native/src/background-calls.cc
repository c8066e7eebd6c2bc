// Receiving and sending in threads of libuv's pool.
//
// Node.js lets no environment end before the work that it queued has come to EndBackground, and the
// batch cannot be collected meanwhile, so that its memory outlives the work. In an environment that
// is ending no JavaScript runs any more: the callback is not called, everything else is done.
#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "arguments.h"
#include "message-batch.h"

namespace afkit {

// receiveInBackground(fd, flags, maxSlots, callback(result)) -> 0 or -errno. What receive() does, in
// another thread; `result` is what it would have returned, or -ECANCELED when the batch was closed
// meanwhile. Without an error here the callback is called exactly once, and never before this returns.
Napi::Value MessageBatch::ReceiveInBackground(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  int flags = arguments.Int("flags");
  int count = arguments.Int("maxSlots", 1, static_cast<int32_t>(std::max<size_t>(slots_, 1)));
  if (!info[3].IsFunction()) arguments.Refuse("callback must be a function");
  CheckUsable(arguments);
  if (arguments.failed()) return Napi::Value();

  PrepareToReceive(count);
  background_.flags = flags;
  background_.count = count;
  return arguments.Result(StartBackground(info.Env(), fd, info[3]));
}

// sendInBackground(fd, first, count, flags, callback(result)) -> 0 or -errno. What send() does, in another
// thread, with a callback as receiveInBackground() has it.
Napi::Value MessageBatch::SendInBackground(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  int slots = static_cast<int>(slots_);
  int first = arguments.Int("first", 0, std::max(slots - 1, 0));
  int count = arguments.Int("count", 1, std::max(slots - first, 1));
  int flags = arguments.Int("flags");
  if (!info[4].IsFunction()) arguments.Refuse("callback must be a function");
  CheckUsable(arguments);
  if (arguments.failed() || !PrepareToSend(info.Env(), first, count)) return Napi::Value();

  background_.flags = flags;
  background_.sends = true;
  background_.first = first;
  background_.count = count;
  return arguments.Result(StartBackground(info.Env(), fd, info[4]));
}

// The thread gets a duplicate of the descriptor, because the number may be closed, and be somebody
// else's by the time the thread runs.
int MessageBatch::StartBackground(Napi::Env env, int fd, Napi::Value callback) {
  background_.fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (background_.fd < 0) return -errno;

  napi_value name;
  if (napi_create_string_latin1(env, "afkit.background", NAPI_AUTO_LENGTH, &name) != napi_ok ||
      napi_create_reference(env, callback, 1, &background_.callback) != napi_ok ||
      napi_create_async_work(env, nullptr, name, RunBackground, EndBackground, this, &background_.work) != napi_ok ||
      napi_queue_async_work(env, background_.work) != napi_ok) {
    close(background_.fd);
    ReleaseBackground(env);
    return -ENOMEM;
  }
  Ref();
  return 0;
}

// In the thread of the pool.
void MessageBatch::RunBackground(napi_env, void* data) {
  MessageBatch* self = static_cast<MessageBatch*>(data);
  Background& call = self->background_;
  call.result = call.sends ? self->SendNow(call.fd, call.flags, call.first, call.count)
                           : self->ReceiveNow(call.fd, call.flags, call.count);
  close(call.fd);
}

void MessageBatch::EndBackground(napi_env env, napi_status, void* data) {
  MessageBatch* self = static_cast<MessageBatch*>(data);
  const Background& call = self->background_;
  int64_t result = call.result;
  if (call.sends) {
    self->PublishSent(call.first, result);
  } else {
    self->Publish(result);
  }
  if (self->closed_) {
    self->Shut();
    result = -ECANCELED;
  }

  napi_value callback = nullptr;
  napi_value receiver;
  napi_value argument;
  bool callable = napi_get_reference_value(env, self->background_.callback, &callback) == napi_ok &&
                  callback != nullptr && napi_get_undefined(env, &receiver) == napi_ok &&
                  napi_create_int64(env, result, &argument) == napi_ok;
  // The callback may use the batch again at once. From here on the batch may be collected.
  self->ReleaseBackground(env);
  self->Unref();
  // What the callback throws is left pending: Node.js takes it to uncaughtException.
  if (callable) napi_call_function(env, receiver, callback, 1, &argument, nullptr);
}

void MessageBatch::ReleaseBackground(napi_env env) {
  if (background_.work != nullptr) napi_delete_async_work(env, background_.work);
  if (background_.callback != nullptr) napi_delete_reference(env, background_.callback);
  background_ = {};
}

// receiving(), sending() -> whether that is under way in the background
Napi::Value MessageBatch::Receiving(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), background_.work != nullptr && !background_.sends);
}

Napi::Value MessageBatch::Sending(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), background_.work != nullptr && background_.sends);
}

}  // namespace afkit
