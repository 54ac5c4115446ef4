using System.Globalization;
using CoretimeDesk.Web.Desk.Sessions;

namespace CoretimeDesk.Web.Desk;

/// <summary>Settings of the pages for people of the desk.</summary>
/// <param name="IsDemo"><c>Desk:Demo</c>: every page says that nothing here can be bought.</param>
/// <param name="SignInTries"><c>Limits:SignInTries</c>: tries to sign in, in five minutes, from one address for one e-mail.</param>
public sealed record DeskSettings(bool IsDemo, int SignInTries)
{
    /// <exception cref="InvalidOperationException">A setting is something else.</exception>
    public static DeskSettings Read(IConfiguration configuration) => new(
        configuration["Desk:Demo"] switch
        {
            null or "" => false,
            var text when bool.TryParse(text, out var isDemo) => isDemo,
            var text => throw new InvalidOperationException($"The setting Desk__Demo is \"{text}\": give true or false."),
        },
        configuration["Limits:SignInTries"] switch
        {
            null or "" => SignInLimiter.TriesUsual,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tries) && tries is > 0 and <= 10_000 => tries,
            var text => throw new InvalidOperationException($"The setting Limits__SignInTries is \"{text}\": give a whole number from 1 to 10000."),
        });
}
