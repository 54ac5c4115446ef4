using System.Runtime.CompilerServices;

namespace CoretimeDesk.Substrate;

/// <summary>An error of a pallet, by name.</summary>
/// <param name="Pallet">Name of the pallet.</param>
/// <param name="Name">Name of the error; its index when the runtime does not name it.</param>
/// <param name="Docs">What the pallet's authors say of it.</param>
public sealed record ModuleError(string Pallet, string Name, Docs Docs)
{
    /// <summary><c>Pallet.Error</c></summary>
    public override string ToString() => $"{Pallet}.{Name}";
}

/// <summary>
/// Turns <c>Module{index, error}</c> of a dispatch error into names: a pallet's index, and the error's index in the first of four bytes. Other
/// dispatch errors (BadOrigin, Token, …) name themselves.
/// </summary>
public sealed class DispatchErrors
{
    private readonly RuntimeMetadata _metadata;

    internal DispatchErrors(RuntimeMetadata metadata) => _metadata = metadata;

    /// <summary>The error of that pallet with that index; null when no pallet with an enum of errors has that index.</summary>
    public ModuleError? Find(byte pallet, byte error)
    {
        var owner = _metadata.Pallets.FirstOrDefault(p => p.Index == pallet);
        if (owner?.Errors is not { } errors || errors.Type >= _metadata.Types.Count || _metadata.Types[errors.Type].Definition is not TypeDefinition.Variant { Variants: var variants })
        {
            return null;
        }

        var variant = variants.FirstOrDefault(v => v.Index == error);
        return new(owner.Name, variant?.Name ?? $"{error}", variant?.Docs ?? default);
    }

    /// <summary>All module errors anywhere within a value, in the order of their encoding: an event's result may hold several.</summary>
    public IReadOnlyList<ModuleError> In(in ScaleValue value)
    {
        List<ModuleError>? found = null;
        Collect(value, ref found);
        return found ?? (IReadOnlyList<ModuleError>)[];
    }

    /// <summary>A dispatch error in words: <c>Broker.Overpriced</c>, <c>BadOrigin</c>, <c>Token: FundsUnavailable</c>.</summary>
    /// <param name="error">A value of sp_runtime's <c>DispatchError</c>.</param>
    public string Describe(in ScaleValue error) =>
        In(error) is [var module, ..] ? module.ToString()
        : error.Kind != ScaleKind.Enum ? error.ToJson()
        : error.Count == 1 && error[0].Kind == ScaleKind.Enum ? $"{error.Variant}: {error[0].Variant}"
        : error.Count == 0 ? error.Variant
        : error.ToJson();

    private void Collect(in ScaleValue value, ref List<ModuleError>? found)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value.Kind == ScaleKind.Enum && value.Variant == "Module" && value.Count == 1
            && value[0].TryField("index", out var index) && index.Kind == ScaleKind.Unsigned && index.AsUInt128() <= byte.MaxValue
            && value[0].TryField("error", out var error) && error.Kind == ScaleKind.Bytes && error.AsBytes().Length > 0)
        {
            if (Find((byte)index.AsUInt32(), error.AsBytes()[0]) is { } named)
            {
                (found ??= []).Add(named);
            }

            return;
        }

        foreach (ref readonly var item in value.Items)
        {
            Collect(item, ref found);
        }
    }
}
