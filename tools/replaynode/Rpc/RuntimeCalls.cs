using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>The few functions of a runtime whose answers follow from its metadata. No code is executed.</summary>
internal static class RuntimeCalls
{
    /// <exception cref="RpcFailure">The function is not one of them.</exception>
    public static byte[] Run(string function, byte[] arguments, ServedRuntime runtime)
    {
        return function switch
        {
            "Core_version" => runtime.Version?.Encode() ?? throw RpcFailure.Execution("the recording does not say what this runtime's version is"),
            "Metadata_metadata" => Write(w => w.WriteByteVector(runtime.OldestMetadata)),
            "Metadata_metadata_versions" => Write(w =>
            {
                var versions = runtime.MetadataVersions.ToArray();
                w.WriteCompact((uint)versions.Length);
                Array.ForEach(versions, v => w.WriteUInt32((uint)v));
            }),
            "Metadata_metadata_at_version" => AtVersion(runtime, arguments),
            _ => throw RpcFailure.Execution($"Exported method {function} is not found"),
        };
    }

    private static byte[] AtVersion(ServedRuntime runtime, byte[] arguments)
    {
        uint version;
        try
        {
            var reader = new ScaleReader(arguments);
            version = reader.ReadUInt32();
            reader.ExpectEnd();
        }
        catch (ScaleException)
        {
            throw RpcFailure.Execution("Execution aborted due to trap: Bad input data provided to metadata_at_version");
        }

        return version <= int.MaxValue && runtime.Metadata((int)version) is { } blob
            ? Write(w =>
            {
                w.WriteByte(1);
                w.WriteByteVector(blob);
            })
            : [0];
    }

    private static byte[] Write(Action<ScaleWriter> write)
    {
        var writer = new ScaleWriter();
        write(writer);
        return writer.ToArray();
    }
}
