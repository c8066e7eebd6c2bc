#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <napi.h>
#include <sys/socket.h>

#include "arguments.h"
#include "descriptor-list.h"

namespace afkit {

// One mapping for all the bytes of a batch. Shared by the batch and by the ArrayBuffer that shows
// it to JavaScript; unmapped when both are gone.
class BatchMemory {
 public:
  static std::shared_ptr<BatchMemory> Map(size_t length);
  ~BatchMemory();

  uint8_t* data() const { return data_; }
  size_t length() const { return length_; }

 private:
  BatchMemory(uint8_t* data, size_t length) : data_(data), length_(length) {}

  uint8_t* data_;
  size_t length_;
};

// Message slots for recvmmsg(2) and sendmmsg(2), allocated once.
class MessageBatch : public Napi::ObjectWrap<MessageBatch> {
 public:
  static Napi::Function Define(Napi::Env env);
  explicit MessageBatch(const Napi::CallbackInfo& info);

 private:
  Napi::Value Receive(const Napi::CallbackInfo& info);
  Napi::Value ReceiveInBackground(const Napi::CallbackInfo& info);
  Napi::Value Receiving(const Napi::CallbackInfo& info);
  Napi::Value Sending(const Napi::CallbackInfo& info);
  Napi::Value Send(const Napi::CallbackInfo& info);
  Napi::Value SendInBackground(const Napi::CallbackInfo& info);
  Napi::Value ReceiveInto(const Napi::CallbackInfo& info);
  Napi::Value SendFrom(const Napi::CallbackInfo& info);
  Napi::Value Claim(const Napi::CallbackInfo& info);
  Napi::Value Discard(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // The words of a slot in `status`.
  enum Word { kLength, kFlags, kNameLength, kControlLength, kWords };

  bool ReadShape(const Napi::CallbackInfo& info);
  bool Allocate(Napi::Env env);
  void ShowMemory(Napi::Env env, Napi::Object self);
  void PrepareHeaders();
  bool SlotFits(const int32_t* status) const;
  void PrepareToSend(int slot);

  // Throws TypeError when the batch is in no state to be used.
  void CheckUsable(Arguments& arguments) const;

  // A receive and a send in three steps. Only the second one may run in another thread: it touches no
  // JavaScript, and nothing but the headers and what they point to.
  void PrepareToReceive(int count);
  int64_t ReceiveNow(int fd, int flags, int count);
  void Publish(int64_t received);
  bool PrepareToSend(Napi::Env env, int first, int count);
  int64_t SendNow(int fd, int flags, int first, int count);
  void PublishSent(int first, int64_t sent);

  // A receive or a send in a thread of the pool, from the call to its callback.
  struct Background {
    napi_async_work work = nullptr;
    napi_ref callback = nullptr;
    int fd = -1;  // a duplicate that nobody else knows
    int flags = 0;
    bool sends = false;
    int first = 0;
    int count = 0;
    int64_t result = 0;
  };

  int StartBackground(Napi::Env env, int fd, Napi::Value callback);
  static void RunBackground(napi_env env, void* self);
  static void EndBackground(napi_env env, napi_status status, void* self);
  void ReleaseBackground(napi_env env);
  void Shut();

  size_t slots_ = 0;
  size_t payload_size_ = 0;
  size_t name_size_ = 0;
  size_t control_size_ = 0;

  std::shared_ptr<BatchMemory> memory_;
  std::unique_ptr<mmsghdr[], decltype(&free)> headers_{nullptr, free};
  std::unique_ptr<iovec[], decltype(&free)> vectors_{nullptr, free};
  uint8_t* names_ = nullptr;
  uint8_t* controls_ = nullptr;
  int32_t* status_ = nullptr;
  DescriptorList descriptors_;
  bool close_on_exec_ = true;
  Background background_;
  bool closed_ = false;
};

}  // namespace afkit
