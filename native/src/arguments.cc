#include "arguments.h"

#include <cmath>
#include <cstdio>

namespace afkit {

namespace {

void Throw(napi_env env, bool range, const char* name, const char* wanted) {
  char text[160];
  snprintf(text, sizeof text, "%s must be %s", name, wanted);
  if (range) {
    napi_throw_range_error(env, "ERR_OUT_OF_RANGE", text);
  } else {
    napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE", text);
  }
}

}  // namespace

bool CheckedNumber(napi_env env, napi_value value, const char* name, double min, double max, double* out) {
  double number;
  if (napi_get_value_double(env, value, &number) != napi_ok) {
    Throw(env, false, name, "a number");
    return false;
  }
  if (!(number >= min && number <= max) || number != std::trunc(number)) {
    char wanted[80];
    snprintf(wanted, sizeof wanted, "a whole number from %.0f to %.0f", min, max);
    Throw(env, true, name, wanted);
    return false;
  }
  *out = number;
  return true;
}

void Arguments::Refuse(const char* why) {
  if (failed_) return;
  failed_ = true;
  napi_throw_type_error(info_.Env(), "ERR_INVALID_STATE", why);
}

bool Arguments::Number(const char* name, double min, double max, double* out) {
  napi_value value = Next();
  if (failed_) return false;
  failed_ = !CheckedNumber(info_.Env(), value, name, min, max, out);
  return !failed_;
}

int32_t Arguments::Int(const char* name, int32_t min, int32_t max) {
  double number = 0;
  return Number(name, min, max, &number) ? static_cast<int32_t>(number) : 0;
}

uint32_t Arguments::Bits(const char* name) {
  double number = 0;
  if (!Number(name, INT32_MIN, UINT32_MAX, &number)) return 0;
  return static_cast<uint32_t>(static_cast<int64_t>(number));
}

bool Arguments::TypedArray(const char* name, napi_typedarray_type type, const char* wanted, void** data,
                           size_t* length) {
  napi_env env = info_.Env();
  napi_value value = Next();
  if (failed_) return false;

  bool is_typed_array = false;
  napi_is_typedarray(env, value, &is_typed_array);
  if (!is_typed_array) {
    failed_ = true;
    Throw(env, false, name, wanted);
    return false;
  }

  napi_typedarray_type actual;
  napi_value buffer;
  if (napi_get_typedarray_info(env, value, &actual, length, data, &buffer, nullptr) != napi_ok ||
      actual != type) {
    failed_ = true;
    Throw(env, false, name, wanted);
    return false;
  }

  bool detached = false;
  napi_is_detached_arraybuffer(env, buffer, &detached);
  if (detached) {
    failed_ = true;
    Throw(env, false, name, "backed by a buffer that is not detached");
    return false;
  }
  return true;
}

Bytes Arguments::ByteArray(const char* name) {
  void* data = nullptr;
  size_t length = 0;
  if (!TypedArray(name, napi_uint8_array, "a Uint8Array", &data, &length)) return {};
  return {static_cast<uint8_t*>(data), length};
}

Words Arguments::WordArray(const char* name, size_t least) {
  void* data = nullptr;
  size_t length = 0;
  if (!TypedArray(name, napi_int32_array, "an Int32Array", &data, &length)) return {};
  if (length < least) {
    failed_ = true;
    Throw(info_.Env(), true, name, least == 1 ? "at least 1 word long" : "at least 2 words long");
    return {};
  }
  return {static_cast<int32_t*>(data), length};
}

bool Arguments::NextIsMissing() const {
  const napi_value value = info_[index_];
  napi_valuetype type;
  napi_typeof(info_.Env(), value, &type);
  return type == napi_undefined || type == napi_null;
}

bool Arguments::NextIsNumber() const {
  const napi_value value = info_[index_];
  napi_valuetype type;
  napi_typeof(info_.Env(), value, &type);
  return type == napi_number;
}

Bytes Arguments::ByteArrayOrNull(const char* name) {
  if (!NextIsMissing()) return ByteArray(name);
  index_++;
  return {};
}

Words Arguments::WordArrayOrNull(const char* name, size_t least) {
  if (!NextIsMissing()) return WordArray(name, least);
  index_++;
  return {};
}

Napi::Value Arguments::Result(int64_t value) const {
  if (failed_) return Napi::Value();
  return Napi::Number::New(info_.Env(), static_cast<double>(value));
}

}  // namespace afkit
