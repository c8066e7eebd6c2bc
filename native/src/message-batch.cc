#include "message-batch.h"

#include <algorithm>
#include <cstdlib>
#include <new>

#include <sys/mman.h>
#include <unistd.h>

#include "addon.h"
#include "system-calls.h"

namespace afkit {
namespace {

constexpr int32_t kMostSlots = 1024;                 // UIO_MAXIOV: recvmmsg takes no more
constexpr int32_t kLargestPayload = 64 << 20;
constexpr int32_t kLargestName = 256;                // sockaddr_storage has 128
constexpr int32_t kLargestControl = 1 << 20;
constexpr size_t kLargestBatch = size_t{1} << 30;
constexpr size_t kMostDescriptors = 253 + 1;         // a message carries SCM_MAX_FD and a pidfd
constexpr size_t kAlignment = 16;

bool IsPacketSocket(int fd) {
  int domain = 0;
  socklen_t length = sizeof domain;
  return getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) == 0 && domain == AF_PACKET;
}

size_t Aligned(size_t size) { return (size + kAlignment - 1) & ~(kAlignment - 1); }

}  // namespace

std::shared_ptr<BatchMemory> BatchMemory::Map(size_t length) {
  // Pages of a mapping cost nothing until a message first touches them.
  void* data = mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (data == MAP_FAILED) return nullptr;
  return std::shared_ptr<BatchMemory>(new BatchMemory(static_cast<uint8_t*>(data), length));
}

BatchMemory::~BatchMemory() { munmap(data_, length_); }

// new MessageBatch({slots, payloadSize, nameSize, controlSize})
MessageBatch::MessageBatch(const Napi::CallbackInfo& info) : Napi::ObjectWrap<MessageBatch>(info) {
  if (!ReadShape(info) || !Allocate(info.Env())) return;
  PrepareHeaders();
  ShowMemory(info.Env(), info.This().As<Napi::Object>());
}

bool MessageBatch::ReadShape(const Napi::CallbackInfo& info) {
  static constexpr struct {
    const char* name;
    int32_t min;
    int32_t max;
    size_t MessageBatch::*field;
  } kFields[] = {
      {"slots", 1, kMostSlots, &MessageBatch::slots_},
      {"payloadSize", 1, kLargestPayload, &MessageBatch::payload_size_},
      {"nameSize", 0, kLargestName, &MessageBatch::name_size_},
      {"controlSize", 0, kLargestControl, &MessageBatch::control_size_},
  };

  Napi::Env env = info.Env();
  if (!info[0].IsObject()) {
    Napi::TypeError::New(env, "MessageBatch takes {slots, payloadSize, nameSize, controlSize}")
        .ThrowAsJavaScriptException();
    return false;
  }
  for (const auto& field : kFields) {
    napi_value value;
    if (napi_get_named_property(env, info[0], field.name, &value) != napi_ok) return false;
    double number;
    if (!CheckedNumber(env, value, field.name, field.min, field.max, &number)) return false;
    this->*field.field = static_cast<size_t>(number);
  }
  payload_size_ = Aligned(payload_size_);
  name_size_ = Aligned(name_size_);
  control_size_ = Aligned(control_size_);
  return true;
}

bool MessageBatch::Allocate(Napi::Env env) {
  size_t slot = payload_size_ + name_size_ + control_size_ + kWords * sizeof(int32_t);
  if (slot * slots_ > kLargestBatch) {
    Napi::RangeError::New(env, "a MessageBatch must not be larger than 1 GiB").ThrowAsJavaScriptException();
    return false;
  }
  memory_ = BatchMemory::Map(slot * slots_);
  headers_.reset(static_cast<mmsghdr*>(calloc(slots_, sizeof(mmsghdr))));
  vectors_.reset(static_cast<iovec*>(calloc(slots_, sizeof(iovec))));
  size_t most = std::min(control_size_ / sizeof(int32_t), kMostDescriptors);
  if (!memory_ || !headers_ || !vectors_ || !descriptors_.Reserve(slots_ * most)) {
    memory_.reset();
    Napi::RangeError::New(env, "not enough memory for a MessageBatch").ThrowAsJavaScriptException();
    return false;
  }
  names_ = memory_->data() + slots_ * payload_size_;
  controls_ = names_ + slots_ * name_size_;
  status_ = reinterpret_cast<int32_t*>(controls_ + slots_ * control_size_);
  return true;
}

void MessageBatch::PrepareHeaders() {
  for (size_t i = 0; i < slots_; i++) {
    vectors_[i] = {memory_->data() + i * payload_size_, payload_size_};
    headers_[i].msg_hdr.msg_iov = &vectors_[i];
    headers_[i].msg_hdr.msg_iovlen = 1;
  }
}

void MessageBatch::ShowMemory(Napi::Env env, Napi::Object self) {
  auto* share = new (std::nothrow) std::shared_ptr<BatchMemory>(memory_);
  napi_value buffer;
  napi_status status = napi_create_external_arraybuffer(
      env, memory_->data(), memory_->length(),
      [](napi_env, void*, void* hint) { delete static_cast<std::shared_ptr<BatchMemory>*>(hint); }, share, &buffer);
  if (status != napi_ok) {
    delete share;
    memory_.reset();
    if (!env.IsExceptionPending()) {
      Napi::Error::New(env, "this JavaScript runtime allows no external ArrayBuffers").ThrowAsJavaScriptException();
    }
    return;
  }

  const struct {
    const char* name;
    napi_typedarray_type type;
    size_t length;
    size_t offset;
  } views[] = {
      {"payload", napi_uint8_array, slots_ * payload_size_, 0},
      {"name", napi_uint8_array, slots_ * name_size_, static_cast<size_t>(names_ - memory_->data())},
      {"control", napi_uint8_array, slots_ * control_size_, static_cast<size_t>(controls_ - memory_->data())},
      {"status", napi_int32_array, slots_ * kWords,
       static_cast<size_t>(reinterpret_cast<uint8_t*>(status_) - memory_->data())},
  };
  for (const auto& view : views) {
    napi_value array;
    if (napi_create_typedarray(env, view.type, view.length, buffer, view.offset, &array) != napi_ok) return;
    self.DefineProperty(Napi::PropertyDescriptor::Value(view.name, Napi::Value(env, array), napi_enumerable));
  }
}

void MessageBatch::CheckUsable(Arguments& arguments) const {
  if (closed_ || !memory_) {
    arguments.Refuse("the batch is closed");
  } else if (background_.work != nullptr) {
    arguments.Refuse(background_.sends ? "the batch is sending" : "the batch is receiving");
  }
}

void MessageBatch::PrepareToReceive(int count) {
  descriptors_.CloseAll();
  for (int i = 0; i < count; i++) {
    msghdr& header = headers_[i].msg_hdr;
    header.msg_name = name_size_ > 0 ? names_ + i * name_size_ : nullptr;
    header.msg_namelen = name_size_;
    header.msg_control = control_size_ > 0 ? controls_ + i * control_size_ : nullptr;
    header.msg_controllen = control_size_;
    header.msg_flags = 0;
    vectors_[i].iov_len = payload_size_;
  }
}

int64_t MessageBatch::ReceiveNow(int fd, int flags, int count) {
  auto receive = [&](int more) -> int64_t {
    int all = flags | MSG_DONTWAIT | more;
    if (count > 1) return Uninterrupted([&] { return recvmmsg(fd, headers_.get(), count, all, nullptr); });
    // recvmmsg reports the error of a peer that is gone before what that had sent; recvmsg after it.
    int64_t length = Uninterrupted([&] { return recvmsg(fd, &headers_[0].msg_hdr, all); });
    if (length < 0) return length;
    headers_[0].msg_len = static_cast<unsigned int>(length);
    return 1;
  };
  if (close_on_exec_) {
    int64_t result = receive(MSG_CMSG_CLOEXEC);
    // Packet sockets refuse the flag. No descriptor comes with a frame.
    if (result != -EINVAL || !IsPacketSocket(fd)) return result;
    close_on_exec_ = false;
  }
  return receive(0);
}

void MessageBatch::Publish(int64_t received) {
  int32_t* status = status_;
  for (int64_t i = 0; i < received; i++, status += kWords) {
    const msghdr& header = headers_[i].msg_hdr;
    status[kLength] = static_cast<int32_t>(headers_[i].msg_len);
    // The kernel repeats this flag of the call in every message.
    status[kFlags] = header.msg_flags & ~MSG_CMSG_CLOEXEC;
    status[kNameLength] = static_cast<int32_t>(header.msg_namelen);
    status[kControlLength] = static_cast<int32_t>(header.msg_controllen);
    if (header.msg_controllen > 0) descriptors_.Note(static_cast<int32_t>(i), header);
  }
  // A batch that served a packet socket serves another kind of socket now.
  if (!close_on_exec_ && descriptors_.count() > 0) {
    descriptors_.CloseOnExec();
    close_on_exec_ = true;
  }
}

// receive(fd, flags, maxSlots) -> the number of messages, or -errno. Never blocks.
Napi::Value MessageBatch::Receive(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  int flags = arguments.Int("flags");
  int count = arguments.Int("maxSlots", 1, static_cast<int32_t>(std::max<size_t>(slots_, 1)));
  CheckUsable(arguments);
  if (arguments.failed()) return Napi::Value();

  PrepareToReceive(count);
  int64_t result = ReceiveNow(fd, flags, count);
  Publish(result);
  return arguments.Result(result);
}

bool MessageBatch::SlotFits(const int32_t* status) const {
  auto fits = [](int32_t length, size_t size) { return length >= 0 && static_cast<size_t>(length) <= size; };
  return fits(status[kLength], payload_size_) && fits(status[kNameLength], name_size_) &&
         fits(status[kControlLength], control_size_);
}

void MessageBatch::PrepareToSend(int slot) {
  const int32_t* status = status_ + slot * kWords;
  msghdr& header = headers_[slot].msg_hdr;
  header.msg_name = status[kNameLength] > 0 ? names_ + slot * name_size_ : nullptr;
  header.msg_namelen = status[kNameLength];
  header.msg_control = status[kControlLength] > 0 ? controls_ + slot * control_size_ : nullptr;
  header.msg_controllen = status[kControlLength];
  header.msg_flags = 0;
}

bool MessageBatch::PrepareToSend(Napi::Env env, int first, int count) {
  for (int i = first; i < first + count; i++) {
    const int32_t* status = status_ + i * kWords;
    if (!SlotFits(status)) {
      Napi::RangeError::New(env, "a length in status is larger than its part of the slot")
          .ThrowAsJavaScriptException();
      return false;
    }
    PrepareToSend(i);
    vectors_[i].iov_len = status[kLength];
  }
  return true;
}

int64_t MessageBatch::SendNow(int fd, int flags, int first, int count) {
  return Uninterrupted(
      [&] { return sendmmsg(fd, headers_.get() + first, count, flags | MSG_DONTWAIT | MSG_NOSIGNAL); });
}

void MessageBatch::PublishSent(int first, int64_t sent) {
  for (int64_t i = first; i < first + sent; i++) {
    status_[i * kWords + kLength] = static_cast<int32_t>(headers_[i].msg_len);
  }
}

// send(fd, first, count, flags) -> the number of messages sent, or -errno. Never blocks, never
// raises SIGPIPE. The length word of a slot that was sent becomes the bytes that the kernel took.
Napi::Value MessageBatch::Send(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  int slots = static_cast<int>(slots_);
  int first = arguments.Int("first", 0, std::max(slots - 1, 0));
  int count = arguments.Int("count", 1, std::max(slots - first, 1));
  int flags = arguments.Int("flags");
  CheckUsable(arguments);
  if (arguments.failed() || !PrepareToSend(info.Env(), first, count)) return Napi::Value();

  int64_t result = SendNow(fd, flags, first, count);
  PublishSent(first, result);
  return arguments.Result(result);
}

// receiveInto(fd, flags, bytes) -> 1, or -errno. recvmsg(2) with the address and the control messages
// in slot 0, as receive() has them, and the payload in `bytes`: large payloads need no second copy.
Napi::Value MessageBatch::ReceiveInto(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  int flags = arguments.Int("flags");
  Bytes bytes = arguments.ByteArray("bytes");
  CheckUsable(arguments);
  if (arguments.failed()) return Napi::Value();

  PrepareToReceive(1);
  iovec own = vectors_[0];
  vectors_[0] = {bytes.data, bytes.length};
  int64_t result = ReceiveNow(fd, flags, 1);
  vectors_[0] = own;
  Publish(result);
  return arguments.Result(result);
}

// sendFrom(fd, flags, bytes) -> the bytes that the kernel took, or -errno. sendmsg(2) with the address
// and the control messages in slot 0, whose lengths count as in send(), and the payload in `bytes`.
Napi::Value MessageBatch::SendFrom(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int fd = arguments.Int("fd");
  int flags = arguments.Int("flags");
  Bytes bytes = arguments.ByteArray("bytes");
  CheckUsable(arguments);
  if (arguments.failed()) return Napi::Value();
  status_[kLength] = 0;
  if (!SlotFits(status_)) {
    arguments.Refuse("a length in status is larger than its part of the slot");
    return Napi::Value();
  }

  PrepareToSend(0);
  iovec own = vectors_[0];
  vectors_[0] = {bytes.data, bytes.length};
  int64_t result =
      Uninterrupted([&] { return sendmsg(fd, &headers_[0].msg_hdr, flags | MSG_DONTWAIT | MSG_NOSIGNAL); });
  vectors_[0] = own;
  return arguments.Result(result);
}

// claim(slot, out: Int32Array, type) -> the number of descriptors handed over: those that came with
// the slot in control messages of `type` (SCM_RIGHTS, SCM_PIDFD). What does not fit stays unclaimed.
Napi::Value MessageBatch::Claim(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  int slot = arguments.Int("slot", 0, static_cast<int32_t>(std::max<size_t>(slots_, 1)) - 1);
  Words out = arguments.WordArray("out", 1);
  int type = arguments.Int("type");
  CheckUsable(arguments);
  if (arguments.failed()) return Napi::Value();
  return arguments.Result(static_cast<int64_t>(descriptors_.Claim(slot, type, out.data, out.length)));
}

// discard(): closes what nobody claimed, as the next receive would
Napi::Value MessageBatch::Discard(const Napi::CallbackInfo& info) {
  Arguments arguments(info);
  CheckUsable(arguments);
  if (arguments.failed()) return Napi::Value();
  descriptors_.CloseAll();
  return info.Env().Undefined();
}

// close(): closes what nobody claimed. The arrays stay readable; the batch cannot be used again.
// A receive that is under way goes on to its end, and what it brings is closed then.
Napi::Value MessageBatch::Close(const Napi::CallbackInfo& info) {
  closed_ = true;
  if (background_.work == nullptr) Shut();
  return info.Env().Undefined();
}

void MessageBatch::Shut() {
  descriptors_.CloseAll();
  memory_.reset();
}

Napi::Function MessageBatch::Define(Napi::Env env) {
  return DefineClass(env, "MessageBatch",
                     {
                         InstanceMethod<&MessageBatch::Receive>("receive"),
                         InstanceMethod<&MessageBatch::ReceiveInBackground>("receiveInBackground"),
                         InstanceMethod<&MessageBatch::Receiving>("receiving"),
                         InstanceMethod<&MessageBatch::Sending>("sending"),
                         InstanceMethod<&MessageBatch::Send>("send"),
                         InstanceMethod<&MessageBatch::SendInBackground>("sendInBackground"),
                         InstanceMethod<&MessageBatch::ReceiveInto>("receiveInto"),
                         InstanceMethod<&MessageBatch::SendFrom>("sendFrom"),
                         InstanceMethod<&MessageBatch::Claim>("claim"),
                         InstanceMethod<&MessageBatch::Discard>("discard"),
                         InstanceMethod<&MessageBatch::Close>("close"),
                     });
}

void ExportMessageBatch(Napi::Env env, Napi::Object exports) {
  exports.Set("MessageBatch", MessageBatch::Define(env));
}

}  // namespace afkit
