namespace CoretimeDesk.Market;

/// <summary>A price needs more than the 128 bits of a chain's balance. The chain would answer with the largest number; here it is a refusal.</summary>
public sealed class PriceTooLargeException(Planck basis, string what) : Exception($"{what} of {basis} planck is more than 128 bits can hold.")
{
    /// <summary>The amount that the price was to be worked out from.</summary>
    public Planck Basis { get; } = basis;
}
