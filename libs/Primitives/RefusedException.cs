namespace CoretimeDesk;

/// <summary>Carries a refusal out of code that cannot return one; it becomes the same status as a returned one.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>The refusal.</summary>
    public Refusal Refusal { get; } = refusal;
}
