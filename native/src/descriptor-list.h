#pragma once

#include <cstddef>
#include <cstdint>

#include <sys/socket.h>

namespace afkit {

// The descriptors that came with the messages of one receive and that nobody has claimed. They are
// noted here, out of JavaScript's reach, because it may overwrite the control bytes.
class DescriptorList {
 public:
  DescriptorList() = default;
  DescriptorList(const DescriptorList&) = delete;
  DescriptorList& operator=(const DescriptorList&) = delete;
  ~DescriptorList();

  // False when there is no memory. Called once.
  bool Reserve(size_t capacity);

  // Notes every descriptor in the control messages of `header`, which came with slot `slot`.
  void Note(int32_t slot, const msghdr& header);

  // Hands over up to `room` descriptors that came with `slot` in control messages of `type`.
  size_t Claim(int32_t slot, int32_t type, int32_t* out, size_t room);

  // Makes them close-on-exec, when the receive could not.
  void CloseOnExec();

  void CloseAll();

  size_t count() const { return count_; }

 private:
  struct Entry {
    int32_t slot;
    int32_t type;
    int32_t fd;
  };

  Entry* entries_ = nullptr;
  size_t capacity_ = 0;
  size_t count_ = 0;
};

}  // namespace afkit
