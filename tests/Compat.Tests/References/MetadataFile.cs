using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>Opens the metadata of an assembly file, held in memory for as long as the reader is used.</summary>
internal static class MetadataFile
{
    public static MetadataReader Open(string path) =>
        new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(File.ReadAllBytes(path))).GetMetadataReader();
}
