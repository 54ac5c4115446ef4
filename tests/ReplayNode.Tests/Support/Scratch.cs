namespace CoretimeDesk.ReplayNode.Tests.Support;

/// <summary>A folder of one test's own.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("replay-test-").FullName;

    public string this[string name] => Path.Combine(_root, name);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
