using System.Runtime.CompilerServices;

namespace CoretimeDesk.Substrate;

/// <summary>A decoded call by its names. Arguments that are calls themselves (batch, proxy, multisig, scheduler) are values of kind
/// <see cref="ScaleKind.Call"/> and can be viewed in the same way.</summary>
public readonly struct CallView
{
    /// <summary>Views a value of kind <see cref="ScaleKind.Call"/>.</summary>
    /// <exception cref="InvalidOperationException">The value is no call.</exception>
    public CallView(ScaleValue value)
    {
        if (value.Plan is not CallPlan plan)
        {
            throw new InvalidOperationException($"A value of type {value.TypeName} is no call.");
        }

        var outer = plan.Enum(value);
        (Value, Pallet, PalletIndex, Inner) = (value, outer.Variant, outer.VariantIndex, outer[0]);
    }

    /// <summary>The call as a value.</summary>
    public ScaleValue Value { get; }

    /// <summary>Name of the pallet.</summary>
    public string Pallet { get; }

    /// <summary>Index of the pallet; it may differ between runtimes.</summary>
    public byte PalletIndex { get; }

    /// <summary>Name of the call.</summary>
    public string Name => Inner.Variant;

    /// <summary>Index of the call; it may differ between runtimes.</summary>
    public byte Index => Inner.VariantIndex;

    /// <summary>The arguments: a value of kind <see cref="ScaleKind.Enum"/> with one field each, by name.</summary>
    public ScaleValue Args => Inner;

    internal ScaleValue Inner { get; }

    internal FieldsPlan Fields => Inner.Fields!;

    /// <summary>Names of the arguments, in the order of their encoding.</summary>
    public IReadOnlyList<string> ArgumentNames => Fields.Names ?? [];

    /// <summary>True for that call of that pallet.</summary>
    public bool Is(string pallet, string call) => Pallet == pallet && Name == call;

    /// <summary>The calls directly within this one, in the order of their encoding.</summary>
    public IReadOnlyList<CallView> Nested()
    {
        var found = new List<CallView>();
        Collect(Inner, found);
        return found;
    }

    private static void Collect(in ScaleValue value, List<CallView> found)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (ref readonly var item in value.Items)
        {
            if (item.Kind == ScaleKind.Call)
            {
                found.Add(new(item));
            }
            else
            {
                Collect(item, found);
            }
        }
    }
}
