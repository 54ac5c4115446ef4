using System.Diagnostics.CodeAnalysis;

namespace CoretimeDesk.Market;

/// <summary>What came of something that the chain may refuse: a value, or the error it would answer with.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <remarks><c>default</c> is no outcome at all, and reading it throws.</remarks>
public readonly record struct Outcome<T>
    where T : class
{
    private readonly T? _value;

    private Outcome(T? value, BrokerError? error) => (_value, Error) = (value, error);

    /// <summary>Why the chain would refuse; null where it would not.</summary>
    public BrokerError? Error { get; }

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none: it was refused.</exception>
    public T Value => _value ?? throw new InvalidOperationException($"The chain would refuse: {Error?.ToString() ?? "no outcome"}.");

    /// <summary>Done or refused?</summary>
    public bool TryGet([NotNullWhen(true)] out T? value) => (value = _value) is not null;

    /// <summary>It is done.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>It is refused.</summary>
    public static implicit operator Outcome<T>(BrokerError error) => new(null, error);
}
