namespace CoretimeDesk.Desk.Running;

/// <summary>Held by the one running desk of a workspace. The system lets go of it when its holder ends, however it ends.</summary>
internal sealed class DeskLock : IDisposable
{
    private readonly FileStream _file;

    private DeskLock(FileStream file) => _file = file;

    /// <summary>Null when another desk holds it.</summary>
    public static DeskLock? TryTake(Workspace workspace)
    {
        Directory.CreateDirectory(workspace.State);
        try
        {
            return new(new FileStream(workspace.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(workspace.LockFile))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
