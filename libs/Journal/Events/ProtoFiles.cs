using System.Reflection;
using Google.Protobuf.Reflection;

namespace CoretimeDesk.Journal;

/// <summary>Finds the descriptors of all proto files compiled into an assembly.</summary>
public static class ProtoFiles
{
    /// <summary>Every file's descriptor, in order of name.</summary>
    public static IReadOnlyList<FileDescriptor> Of(Assembly assembly) =>
    [
        .. assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Reflection", StringComparison.Ordinal) && t is { IsAbstract: true, IsSealed: true })
            .Select(t => t.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>()
            .OrderBy(f => f.Name, StringComparer.Ordinal),
    ];
}
