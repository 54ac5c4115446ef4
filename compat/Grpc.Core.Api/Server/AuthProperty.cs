using System.Text;

namespace Grpc.Core;

/// <summary>One thing that the transport knows about the peer, for example a name in its certificate. Immutable.</summary>
public class AuthProperty
{
    private readonly byte[] _rawValue;

    private AuthProperty(string name, byte[] rawValue)
    {
        Name = name;
        _rawValue = rawValue;
    }

    /// <summary>The name of the property.</summary>
    public string Name { get; }

    /// <summary>The value read as UTF-8.</summary>
    public string Value => Encoding.UTF8.GetString(_rawValue);

    /// <summary>A fresh copy of the value.</summary>
    public byte[] ValueBytes => [.. _rawValue];

    /// <summary>Creates a property; the value is copied.</summary>
    public static AuthProperty Create(string name, byte[] rawValue)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(rawValue);
        return new AuthProperty(name, [.. rawValue]);
    }
}
