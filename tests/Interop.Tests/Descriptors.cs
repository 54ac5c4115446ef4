using System.Text.Json;
using CoretimeDesk.Interop.Tests.Protos;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace CoretimeDesk.Interop.Tests;

/// <summary>The descriptors of our messages in a file, for a peer that builds its message classes at run time.</summary>
internal static class Descriptors
{
    private static readonly Lazy<string> Written = new(() =>
    {
        var ordered = new List<FileDescriptor>();
        foreach (var root in new[] { InteropReflection.Descriptor, StatusReflection.Descriptor, ErrorDetailsReflection.Descriptor })
        {
            Add(root);
        }

        var path = Path.Combine(AppContext.BaseDirectory, "interop-descriptors.json");
        System.IO.File.WriteAllText(path, JsonSerializer.Serialize(ordered.Select(file => file.SerializedData.ToBase64())));
        return path;

        void Add(FileDescriptor file)
        {
            if (!ordered.Contains(file))
            {
                foreach (var dependency in file.Dependencies)
                {
                    Add(dependency);
                }

                ordered.Add(file);
            }
        }
    });

    public static string File => Written.Value;
}
