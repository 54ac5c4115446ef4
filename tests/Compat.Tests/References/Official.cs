using System.Reflection.Metadata;

namespace CoretimeDesk.Compat.Tests.References;

/// <summary>The assemblies beside these tests: ours of the two names, and all that refer to those names.</summary>
internal static class Official
{
    public static readonly string[] Names = ["Grpc.Core.Api", "Grpc.Net.Common"];

    public static Surface Ours() => Surface.Join(Names.Select(name => SurfaceReader.Read(PathOf(name))));

    /// <summary>Names of the assemblies of other people that refer to one of ours.</summary>
    public static IReadOnlyList<string> Referrers() =>
    [
        .. from path in Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
           let name = Path.GetFileNameWithoutExtension(path)
           where !Names.Contains(name) && !name.StartsWith("CoretimeDesk.", StringComparison.Ordinal)
           where RefersToUs(path)
           orderby name
           select name,
    ];

    public static IReadOnlyList<Reference> References(string assembly) => ReferenceReader.Read(PathOf(assembly), Names);

    public static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll");

    private static bool RefersToUs(string path)
    {
        try
        {
            var reader = MetadataFile.Open(path);
            return reader.AssemblyReferences.Any(handle => Names.Contains(reader.GetString(reader.GetAssemblyReference(handle).Name)));
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            return false; // A native library.
        }
    }
}
