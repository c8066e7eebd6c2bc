#include "descriptor-list.h"

#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#ifndef SCM_PIDFD
#define SCM_PIDFD 0x04
#endif

namespace afkit {

DescriptorList::~DescriptorList() {
  CloseAll();
  free(entries_);
}

bool DescriptorList::Reserve(size_t capacity) {
  if (capacity == 0) return true;
  entries_ = static_cast<Entry*>(calloc(capacity, sizeof(Entry)));
  capacity_ = entries_ == nullptr ? 0 : capacity;
  return entries_ != nullptr;
}

void DescriptorList::Note(int32_t slot, const msghdr& header) {
  const uint8_t* control = static_cast<const uint8_t*>(header.msg_control);
  size_t offset = 0;
  while (header.msg_controllen - offset >= sizeof(cmsghdr)) {
    cmsghdr message;
    memcpy(&message, control + offset, sizeof message);
    size_t left = header.msg_controllen - offset;
    if (message.cmsg_len < CMSG_LEN(0) || message.cmsg_len > left) return;

    if (message.cmsg_level == SOL_SOCKET &&
        (message.cmsg_type == SCM_RIGHTS || message.cmsg_type == SCM_PIDFD)) {
      // cmsg_len says how many there are; the space around them may be larger.
      size_t count = (message.cmsg_len - CMSG_LEN(0)) / sizeof(int32_t);
      for (size_t i = 0; i < count; i++) {
        int32_t fd;
        memcpy(&fd, control + offset + CMSG_LEN(0) + i * sizeof fd, sizeof fd);
        // A pidfd that the kernel could not make arrives as -errno.
        if (fd < 0) continue;
        if (count_ < capacity_) {
          entries_[count_++] = {slot, message.cmsg_type, fd};
        } else {
          close(fd);
        }
      }
    }

    size_t space = CMSG_ALIGN(message.cmsg_len);
    if (space >= left) return;
    offset += space;
  }
}

size_t DescriptorList::Claim(int32_t slot, int32_t type, int32_t* out, size_t room) {
  size_t claimed = 0;
  size_t kept = 0;
  for (size_t i = 0; i < count_; i++) {
    const Entry& entry = entries_[i];
    if (claimed < room && entry.slot == slot && entry.type == type) {
      out[claimed++] = entry.fd;
    } else {
      entries_[kept++] = entry;
    }
  }
  count_ = kept;
  return claimed;
}

void DescriptorList::CloseOnExec() {
  for (size_t i = 0; i < count_; i++) fcntl(entries_[i].fd, F_SETFD, FD_CLOEXEC);
}

void DescriptorList::CloseAll() {
  for (size_t i = 0; i < count_; i++) close(entries_[i].fd);
  count_ = 0;
}

}  // namespace afkit
