{
  'targets': [
    {
      'target_name': 'afkit',
      'sources': [
        'src/addon.cc',
        'src/arguments.cc',
        'src/background-calls.cc',
        'src/close-all.cc',
        'src/constants.cc',
        'src/descriptor-list.cc',
        'src/descriptors.cc',
        'src/errno.cc',
        'src/identity.cc',
        'src/message-batch.cc',
        'src/namespace.cc',
        'src/ownership.cc',
        'src/poller.cc',
        'src/socket-options.cc',
        'src/system-calls.cc',
      ],
      'include_dirs': ['<(INTERMEDIATE_DIR)'],
      'defines': [
        'NAPI_VERSION=9',
        'NAPI_DISABLE_CPP_EXCEPTIONS',
        'NODE_ADDON_API_DISABLE_DEPRECATED',
        # In a worker that is being terminated nothing can be thrown any more; that must not abort.
        'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
      ],
      'cflags!': ['-O3', '-Wno-unused-parameter'],
      'cflags': ['-O2', '-Wall', '-Wextra', '-fvisibility=hidden'],
      # As a system header node-addon-api cannot warn: warnings are for these sources.
      'cflags_cc': ['-isystem<!(node -p "path.dirname(require.resolve(\'node-addon-api\'))")'],
      'actions': [
        {
          'action_name': 'constants-table',
          'inputs': ['src/generate-constants.js', 'src/constants.txt'],
          'outputs': ['<(INTERMEDIATE_DIR)/constants-table.inc'],
          'action': [
            'node',
            'src/generate-constants.js',
            'src/constants.txt',
            '<(INTERMEDIATE_DIR)/constants-table.inc',
          ],
        },
      ],
    },
  ],
}
