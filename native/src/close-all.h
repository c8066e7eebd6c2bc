#pragma once

#include <cstddef>
#include <cstdint>

namespace afkit {

// Closes each of them; they are in another order afterwards. Neighbours, which descriptors that came
// with one message mostly are, go with one close_range(2).
void CloseAll(int32_t* fds, size_t count);

}  // namespace afkit
