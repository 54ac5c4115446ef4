using System.Text.RegularExpressions;
using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Leads.Registrations;
using Google.Protobuf.Reflection;

namespace CoretimeDesk.Leads.Tests.Registrations;

public sealed partial class SpeakingTheWiresWords
{
    /// <summary>The domain's enums and the wire's share their numbers and their names; the translation relies on it.</summary>
    [Theory]
    [InlineData(typeof(ProductLine), "ProductLine")]
    [InlineData(typeof(Keeping), "RegistrationKeeping")]
    [InlineData(typeof(Ending), "RegistrationEnding")]
    [InlineData(typeof(SignalKind), "ProgressSignalKind")]
    [InlineData(typeof(SalesFunction), "SalesFunction")]
    [InlineData(typeof(HandOverStep), "HandOverStep")]
    [InlineData(typeof(ReturnCause), "HandOverReturnCause")]
    [InlineData(typeof(ChecklistItem), "ChecklistItem")]
    [InlineData(typeof(ChainFactKind), "ChainFactKind")]
    [InlineData(typeof(Data.RegistrationState), "RegistrationState")]
    [InlineData(typeof(Data.HandOverState), "HandOverState")]
    [InlineData(typeof(Data.NoticeKind), "NoticeKind")]
    [InlineData(typeof(CoretimeDesk.Leads.SizeReviews.SizeReviewState), "SizeReviewState")]
    [InlineData(typeof(CoretimeDesk.Leads.SizeReviews.SizeBasis), "SizeBasis")]
    [InlineData(typeof(CoretimeDesk.Leads.ChainFacts.UseKind), "UseKind")]
    [InlineData(typeof(CoretimeDesk.Leads.Activities.ActivityKind), "ActivityKind")]
    [InlineData(typeof(CoretimeDesk.Leads.Tasks.TaskCause), "TaskCause")]
    public void Domain_and_wire_count_alike(Type domain, string wire)
    {
        FileDescriptor[] files = [V1.TypesReflection.Descriptor, V1.RegistrationsReflection.Descriptor, V1.CapacityReflection.Descriptor, V1.HandoversReflection.Descriptor, V1.SizeReviewsReflection.Descriptor, V1.ActivitiesReflection.Descriptor, V1.TasksReflection.Descriptor];
        var descriptor = files.SelectMany(f => f.EnumTypes).Single(e => e.Name == wire);
        var prefix = Upper(wire) + "_";
        Assert.Equal(
            descriptor.Values.Where(v => v.Number != 0).ToDictionary(v => v.Number, v => v.Name[prefix.Length..]),
            Enum.GetValues(domain).Cast<object>().ToDictionary(v => (int)v, v => Upper(v.ToString()!)));
    }

    private static string Upper(string name) => Capital().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Capital();
}
