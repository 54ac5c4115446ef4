using System.Runtime.InteropServices;

namespace CoretimeDesk.Leads.Attachments;

/// <summary>Files in a folder that all replicas share: <c>objects/ab/ab12…</c>.</summary>
internal sealed class DiskAttachmentStore(AttachmentSettings settings) : IAttachmentStore
{
    public Task PutAsync(string sha256, SpooledFile file, CancellationToken stop)
    {
        var target = PathOf(sha256);
        if (new FileInfo(target) is { Exists: true } there && there.Length == file.Content.Length)
        {
            return Task.CompletedTask;
        }

        // The bytes first, then the name, then the folder that holds the name: after a power cut there is the whole file or none.
        file.Content.Flush(flushToDisk: true);
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        File.Move(file.FilePath, target, overwrite: true);
        Folders.Flush(folder);
        Folders.Flush(Path.GetDirectoryName(folder)!);
        return Task.CompletedTask;
    }

    public Task<Stream?> OpenAsync(string sha256, CancellationToken stop)
    {
        try
        {
            // Shared: many may read at once, and one that replaces a damaged file moves another over it.
            return Task.FromResult<Stream?>(new FileStream(PathOf(sha256), new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan }));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    // A digest is 64 hexadecimal digits by the check constraint of its column and by whoever works it out, so no path can hide in it.
    private string PathOf(string sha256) => Path.Combine(settings.Folder!, "objects", sha256[..2], sha256);

    /// <summary>Makes names in a folder durable, for which .NET has no call.</summary>
    private static class Folders
    {
        public static void Flush(string folder)
        {
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            var handle = Open(System.Text.Encoding.UTF8.GetBytes(folder + '\0'), 0);
            if (handle < 0)
            {
                throw new IOException($"The folder {folder} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
            }

            try
            {
                if (Sync(handle) < 0)
                {
                    throw new IOException($"The folder {folder} cannot be written to disk: error {Marshal.GetLastPInvokeError()}.");
                }
            }
            finally
            {
                _ = Close(handle);
            }
        }

        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        private static extern int Open(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        private static extern int Sync(int handle);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        private static extern int Close(int handle);
    }
}
