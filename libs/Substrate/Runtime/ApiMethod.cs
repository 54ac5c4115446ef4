using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>A method of a runtime API: its name in <c>state_call</c>, its arguments and its answer.</summary>
public sealed class ApiMethod
{
    private readonly Runtime _runtime;

    internal ApiMethod(Runtime runtime, RuntimeApiMetadata api, RuntimeApiMethod method) => (_runtime, Name, Method) = (runtime, $"{api.Name}_{method.Name}", method);

    /// <summary>The name to call: <c>Core_version</c>.</summary>
    public string Name { get; }

    /// <summary>Parameters, answer and documentation.</summary>
    public RuntimeApiMethod Method { get; }

    /// <summary>Encodes the arguments, in the order of the parameters.</summary>
    /// <exception cref="ScaleEncodeException">An argument does not fit, or there are too few or too many.</exception>
    public byte[] EncodeArguments(params JsonElement[] arguments)
    {
        if (arguments.Length != Method.Inputs.Count)
        {
            throw new ScaleEncodeException($"{Name} takes {Method.Inputs.Count} arguments ({string.Join(", ", Method.Inputs.Select(p => p.Name))}), {arguments.Length} were given");
        }

        var writer = new ScaleWriter();
        for (var i = 0; i < arguments.Length; i++)
        {
            try
            {
                writer.WriteBytes(_runtime.Encode(Method.Inputs[i].Type, arguments[i]));
            }
            catch (ScaleEncodeException e) when (e.Within(Method.Inputs[i].Name))
            {
                throw;
            }
        }

        return writer.ToArray();
    }

    /// <summary>Decodes the answer.</summary>
    /// <exception cref="ScaleException">The bytes are no answer of this method.</exception>
    public ScaleValue DecodeAnswer(ReadOnlyMemory<byte> bytes) => _runtime.Decode(Method.Output, bytes);
}
