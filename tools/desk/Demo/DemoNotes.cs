using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Desk.Running;

namespace CoretimeDesk.Desk.Demo;

/// <summary>What is remembered of demo data, among the secrets: who there is, and how far the filling got.</summary>
public sealed class DemoNotes
{
    /// <summary>Email address to password.</summary>
    public Dictionary<string, string> People { get; init; } = new(StringComparer.Ordinal);

    public bool IsComplete { get; set; }

    /// <summary>Makes the request ids of this desk its own.</summary>
    public string Seed { get; init; } = Secrets.Random();

    /// <summary>A step's request id, the same at every try, so that a filling which was cut short goes on without doubling anything.</summary>
    public string RequestId(string step)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}/{step}"))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80); // Version 8: made of what its maker chose.
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
