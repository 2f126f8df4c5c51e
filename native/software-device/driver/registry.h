/* Objects that a caller knows by a handle; a handle that was never given out or was given back is
 * noticed instead of followed. */
#pragma once

#include <map>
#include <memory>
#include <mutex>

namespace software {

template <class T>
class Registry {
public:
  void *add(std::shared_ptr<T> object) {
    std::lock_guard<std::mutex> guard(lock);
    void *handle = object.get();
    objects[handle] = std::move(object);
    return handle;
  }

  /** Null where there is no such object. */
  std::shared_ptr<T> find(const void *handle) {
    std::lock_guard<std::mutex> guard(lock);
    auto found = objects.find(handle);
    return found == objects.end() ? nullptr : found->second;
  }

  /** False where there is no such object. */
  bool remove(const void *handle) {
    std::lock_guard<std::mutex> guard(lock);
    return objects.erase(handle) == 1;
  }

  size_t size() {
    std::lock_guard<std::mutex> guard(lock);
    return objects.size();
  }

private:
  std::mutex lock;
  std::map<const void *, std::shared_ptr<T>> objects;
};

} // namespace software
