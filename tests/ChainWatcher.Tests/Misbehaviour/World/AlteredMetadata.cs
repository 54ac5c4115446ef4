using System.IO.Compression;
using System.Text;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainRecording;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Metadata of a runtime that does not exist, or not yet: that of the recording, with something in it called differently.</summary>
internal sealed class AlteredMetadata : IDisposable
{
    private AlteredMetadata(byte[] blob)
    {
        File = Path.Combine(Path.GetTempPath(), $"desk-metadata-{Path.GetRandomFileName()}.scale.gz");
        using var zip = new GZipStream(System.IO.File.Create(File), CompressionLevel.Fastest);
        zip.Write(blob);
    }

    /// <summary>For the order <c>upgradeRuntime</c>.</summary>
    public string File { get; }

    /// <summary>The metadata as it is.</summary>
    public static string Today { get; } = Path.Combine(Repository.Root!, "tools", "replaynode", "recordings", "coretime", "metadata", "2000006.v14.scale.gz");

    /// <summary>Renames whatever bears a name; both names are equally long.</summary>
    public static AlteredMetadata Rename(params (string Old, string New)[] names)
    {
        var blob = MetadataFile.Load(Today);
        foreach (var (old, by) in names)
        {
            // Names stand behind their length.
            byte[] what = [(byte)(old.Length << 2), .. Encoding.ASCII.GetBytes(old)];
            var found = 0;
            for (int at; (at = blob.AsSpan().IndexOf(what)) >= 0; found++)
            {
                Encoding.ASCII.GetBytes(by).CopyTo(blob.AsSpan(at + 1));
            }

            Assert.True(found > 0 && old.Length == by.Length, $"the metadata has no {old}");
        }

        return new(blob);
    }

    public void Dispose() => System.IO.File.Delete(File);
}
