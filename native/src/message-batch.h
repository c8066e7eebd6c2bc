#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include <napi.h>
#include <sys/socket.h>

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
  Napi::Value Send(const Napi::CallbackInfo& info);
  Napi::Value Claim(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // The words of a slot in `status`.
  enum Word { kLength, kFlags, kNameLength, kControlLength, kWords };

  bool ReadShape(const Napi::CallbackInfo& info);
  bool Allocate(Napi::Env env);
  void ShowMemory(Napi::Env env, Napi::Object self);
  void PrepareHeaders();
  bool SlotFits(const int32_t* status) const;

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
};

}  // namespace afkit
