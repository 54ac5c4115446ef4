namespace CoretimeDesk.Sidecar.Log;

/// <summary>One process at a time may use a data directory. The operating system frees the lock when the process dies.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _held;

    private DataDirectoryLock(FileStream held) => _held = held;

    /// <exception cref="SidecarStartException">Another process, or another sidecar of this process, has it.</exception>
    public static DataDirectoryLock Take(string directory)
    {
        Directory.CreateDirectory(directory);
        var ownerFile = Path.Combine(directory, "owner");
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            var owner = File.Exists(ownerFile) ? File.ReadAllText(ownerFile).Trim() : "unknown";
            throw new SidecarStartException(
                $"the data directory '{directory}' is in use by another sidecar (process {owner}): stop that one, or give --data another directory");
        }

        File.WriteAllText(ownerFile, $"{Environment.ProcessId}\n");
        return new DataDirectoryLock(held);
    }

    public void Dispose() => _held.Dispose();
}
