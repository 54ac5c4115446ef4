using CoretimeDesk.Desk.Running.Chains;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

/// <summary>What the chain lab needs on this machine.</summary>
internal static class LabNeeds
{
    /// <summary>Skips the test where it is missing, and says what; fails there in CI.</summary>
    public static void OrSkip() => Assert.SkipUnless(Missing is null || IsStrict, $"The chain lab cannot run here: {Missing}");

    private static bool IsStrict => Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("DESK_TEST_STRICT") == "1";

    private static string? Missing
    {
        get
        {
            try
            {
                LabSource.Require();
                return null;
            }
            catch (DeskException e)
            {
                return e.Message;
            }
        }
    }
}
