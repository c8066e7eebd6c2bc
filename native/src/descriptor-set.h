#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_set>
#include <vector>

namespace afkit {

// Descriptor numbers. The kernel gives the lowest that is free, so a bit for each is little.
class DescriptorSet {
 public:
  void Insert(int fd) {
    if (fd >= kMostBits) {
      far_.insert(fd);
      return;
    }
    size_t word = static_cast<size_t>(fd) / 64;
    if (word >= words_.size()) words_.resize(word + 1);
    words_[word] |= Bit(fd);
  }

  void Erase(int fd) {
    if (fd >= kMostBits) {
      far_.erase(fd);
      return;
    }
    size_t word = static_cast<size_t>(fd) / 64;
    if (word < words_.size()) words_[word] &= ~Bit(fd);
  }

  template <typename F>
  void ForEach(F call) const {
    for (size_t word = 0; word < words_.size(); word++) {
      for (uint64_t bits = words_[word]; bits != 0; bits &= bits - 1) {
        call(static_cast<int>(word * 64) + __builtin_ctzll(bits));
      }
    }
    for (int fd : far_) call(fd);
  }

 private:
  // Some programs move descriptors to numbers far above the others.
  static constexpr int kMostBits = 1 << 20;

  static uint64_t Bit(int fd) { return uint64_t{1} << (fd % 64); }

  std::vector<uint64_t> words_;
  std::unordered_set<int> far_;
};

}  // namespace afkit
