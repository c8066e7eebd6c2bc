#pragma once

#include <cstddef>
#include <cstdint>

#include <napi.h>

namespace afkit {

struct Bytes {
  uint8_t* data = nullptr;
  size_t length = 0;
};

struct Words {
  int32_t* data = nullptr;
  size_t length = 0;
};

// Whether `value` is a whole number from min to max; throws TypeError or RangeError when it is not.
bool CheckedNumber(napi_env env, napi_value value, const char* name, double min, double max, double* out);

// Reads a call's arguments from left to right. The first one that does not fit throws TypeError or
// RangeError into JavaScript; from then on every read gives a zero value and failed() is true.
class Arguments {
 public:
  explicit Arguments(const Napi::CallbackInfo& info) : info_(info) {}

  bool failed() const { return failed_; }

  int32_t Int(const char* name, int32_t min = INT32_MIN, int32_t max = INT32_MAX);

  // A whole number of 32 bits, signed or unsigned, as ioctl requests are written.
  uint32_t Bits(const char* name);

  Bytes ByteArray(const char* name);
  Bytes ByteArrayOrNull(const char* name);
  Words WordArray(const char* name, size_t least);
  Words WordArrayOrNull(const char* name, size_t least);

  // For an argument of several types: looks at it without taking it.
  bool NextIsNumber() const;
  bool NextIsMissing() const;

  // Throws TypeError for what is wrong with the call in another way (a closed object, say).
  void Refuse(const char* why);

  Napi::Value Result(int64_t value) const;

 private:
  bool Number(const char* name, double min, double max, double* out);
  bool TypedArray(const char* name, napi_typedarray_type type, const char* wanted, void** data,
                  size_t* length);
  napi_value Next() { return info_[index_++]; }

  const Napi::CallbackInfo& info_;
  size_t index_ = 0;
  bool failed_ = false;
};

}  // namespace afkit
