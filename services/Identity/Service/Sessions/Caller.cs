using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CoretimeDesk.Identity.Sessions;

/// <summary>What a caller who signs in says of itself; for people to recognise, and no proof of anything.</summary>
internal readonly record struct Caller(string Device, string Address)
{
    private const int DeviceLengthMax = 100;
    private const int AddressLengthMax = 64;

    /// <summary>Nothing is known.</summary>
    public static Caller Unknown { get; } = new("", "");

    /// <summary>Notes what is wrong with it.</summary>
    public static void Check(Check check, Client? client)
    {
        check.Satisfies("client", client is null || (client.Device.Length <= DeviceLengthMax && client.Address.Length <= AddressLengthMax
            && !client.Device.Any(char.IsControl) && !client.Address.Any(char.IsControl)), $"has a device beyond {DeviceLengthMax} or an address beyond {AddressLengthMax} characters, or control characters.");
    }

    /// <summary>Where it does not name an address, the connection's.</summary>
    public static Caller Of(Client? client, ServerCallContext context) => new(
        client?.Device.Trim() ?? "",
        client?.Address is { Length: > 0 } address ? address.Trim() : context.GetHttpContext().Connection.RemoteIpAddress is { } remote ? $"{(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote)}" : "");
}
