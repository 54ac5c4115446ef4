namespace CoretimeDesk.Desk.Tests;

/// <summary>A folder of one test's own below /tmp, where root's PostgreSQL account can enter as well.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public ScratchFolder(string name = "t")
    {
        Root = Directory.CreateTempSubdirectory("desk-test-").FullName;
        File.SetUnixFileMode(Root, File.GetUnixFileMode(Root) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Path = System.IO.Path.Combine(Root, name);
        Directory.CreateDirectory(Path);
    }

    public string Root { get; }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
