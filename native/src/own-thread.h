#pragma once

#include <cstdint>

#include <pthread.h>

namespace afkit {

// Runs work() to its end in a thread of its own: what belongs to a thread (its namespaces, its user) can be another
// there, and no other thread ever is. Returns what it returned, or -errno when no thread could be had.
template <typename Work>
int64_t InOwnThread(Work work) {
  struct Job {
    Work& work;
    int64_t result;
  } job = {work, 0};

  pthread_t thread;
  int error = pthread_create(
      &thread, nullptr,
      [](void* data) -> void* {
        Job* self = static_cast<Job*>(data);
        self->result = self->work();
        return nullptr;
      },
      &job);
  if (error != 0) return -error;
  pthread_join(thread, nullptr);
  return job.result;
}

}  // namespace afkit
