using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.Identity.V1;

namespace CoretimeDesk.Identity.Tests;

/// <summary>An authenticator in software with one P-256 key: makes what a browser would send, and can make it wrong.</summary>
public sealed class SoftPasskey : IDisposable
{
    public const string Domain = "desk.example";
    public const string Origin = "https://desk.example";
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasKey = 0x40;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; } = RandomNumberGenerator.GetBytes(16);

    public string UserHandle { get; set; } = "";

    public uint SignCount { get; set; }

    public string PageOrigin { get; set; } = Origin;

    public string RelyingParty { get; set; } = Domain;

    public bool IsVerified { get; set; } = true;

    public bool SignsWrong { get; set; }

    /// <summary>Adds one to a person's sign-in.</summary>
    public static async Task<(SoftPasskey Passkey, PasskeyInfo Info)> AddAsync(IdentityWorld world, User user, string name = "a test")
    {
        var begun = await world.Security.BeginPasskeyAsync(new() { CurrentPassword = user.Password }, user.Headers);
        var passkey = new SoftPasskey();
        var kept = await world.Security.CompletePasskeyAsync(
            new() { RequestId = IdentityWorld.Id(), Ceremony = begun.Ceremony, CredentialJson = passkey.Create(begun.OptionsJson), Name = name }, user.Headers);
        return (passkey, kept.Passkey);
    }

    /// <summary>What navigator.credentials.create would give.</summary>
    public string Create(string optionsJson)
    {
        var options = JsonNode.Parse(optionsJson)!;
        UserHandle = $"{options["user"]!["id"]}";
        var point = _key.ExportParameters(false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)Id.Length);
        byte[] data = [.. Header(HasKey), .. new byte[16], .. length, .. Id, .. cose];
        byte[] attestation = [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(ClientData("webauthn.create", $"{options["challenge"]}")),
            ["attestationObject"] = Text(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>What navigator.credentials.get would give.</summary>
    public string Get(string optionsJson)
    {
        SignCount++;
        var client = ClientData("webauthn.get", $"{JsonNode.Parse(optionsJson)!["challenge"]}");
        var data = Header(0);
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        if (SignsWrong)
        {
            signed[0] ^= 1;
        }

        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Text(client),
            ["authenticatorData"] = Text(data),
            ["signature"] = Text(_key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = UserHandle,
        });
    }

    public void Dispose() => _key.Dispose();

    private static string Text(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Text(Id), ["rawId"] = Text(Id), ["type"] = "public-key", ["response"] = response, ["clientExtensionResults"] = new JsonObject(), ["authenticatorAttachment"] = "platform",
    }.ToJsonString();

    private byte[] ClientData(string type, string challenge) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { type, challenge, origin = PageOrigin, crossOrigin = false }));

    private byte[] Header(byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, SignCount);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(RelyingParty)), (byte)(Present | (IsVerified ? Verified : 0) | flags), .. count];
    }
}
