using CoretimeDesk.Hosting;
using CoretimeDesk.Substrate;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Commissions.Corrections;

/// <summary>Gives the service its corrections.</summary>
public static class CorrectionsHosting
{
    private const string Setting = "Commissions:PublicAccounts";

    /// <summary>Call it after <c>AddObservations</c> and <c>AddPayouts</c>, which listens to transfers. Setting: <c>Commissions:PublicAccounts</c>, a list.</summary>
    /// <exception cref="InvalidOperationException">One of the list is no account.</exception>
    public static DeskServiceBuilder AddCorrections(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton(new PublicAccounts((desk.Configuration.GetSection(Setting).Get<string[]>() ?? []).Select(Account).ToHashSet(StringComparer.Ordinal)));
        desk.Services.AddSingleton<CorrectionsDesk>();
        return desk.AddGrpcService<CorrectionsGrpcService>();
    }

    private static string Account(string text) => AccountId32.TryParse(text, null, out var account)
        ? $"{account}"
        : throw new InvalidOperationException($"{Setting} holds \"{text}\": write an account as 0x and 64 hexadecimal digits, or leave it out.");
}
