using System.Globalization;
using System.Text;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Market;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary>What a fact says, in one line: accounts shortened, amounts in tokens, timeslices and relay blocks as dates.</summary>
/// <remarks>It goes by the messages of events.proto, so that a field that is added there shows here.</remarks>
internal static class FactText
{
    private static readonly HashSet<string> Amounts =
        ["price", "price_limit", "amount", "spot_price", "start_price", "end_price", "sellout_price", "revenue", "system_payout", "private_payout", "free", "reserved", "frozen", "free_before"];

    private static readonly HashSet<string> Timeslices = ["begin", "end", "when", "until", "region_begin", "region_end"];

    private static readonly HashSet<string> RelayBlocks = ["from", "sale_start", "end_hint"];

    private static readonly HashSet<string> Durations = ["duration"];

    private static readonly Dictionary<string, MessageDescriptor> Messages = EventsReflection.Descriptor.MessageTypes.ToDictionary(m => m.Name, StringComparer.Ordinal);

    /// <summary>Every type of fact.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. Messages.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Everything that the fact says beside where it comes from.</summary>
    public static string Of(Fact fact)
    {
        if (!Messages.TryGetValue(fact.Type, out var descriptor))
        {
            return fact.Json; // Of a newer desk than this program.
        }

        var message = new JsonParser(JsonParser.Settings.Default.WithIgnoreUnknownFields(true)).Parse(fact.Json, descriptor);
        return Fields(message, new(fact.Origin));
    }

    private static string Fields(IMessage message, Context context) => string.Join(", ", message.Descriptor.Fields.InDeclarationOrder()
        .Where(field => IsTold(field, message))
        .Select(field => (Field: field, Text: Value(field, field.Accessor.GetValue(message), context)))
        .Where(pair => pair.Text.Length > 0)
        .Select(pair => $"{pair.Field.Name.Replace('_', ' ')} {pair.Text}"));

    // The origin is told elsewhere; an optional number that is unset is none, and not zero.
    private static bool IsTold(FieldDescriptor field, IMessage message) => field.FieldType == FieldType.Message
        ? field.MessageType != FactOrigin.Descriptor
        : !field.HasPresence || field.Accessor.HasValue(message);

    private static string Value(FieldDescriptor field, object? value, Context context) => value switch
    {
        null => "",
        System.Collections.IList list => string.Join(" + ", list.Cast<object>().Select(item => Single(field, item, context))),
        _ => Single(field, value, context),
    };

    private static string Single(FieldDescriptor field, object value, Context context) => value switch
    {
        ChainWatcher.V1.RegionId region => $"core {region.Core} from {context.Timeslice(region.Begin)}, {Show.Mask(region.Mask)}",
        WorkloadItem item => $"{Use(item.Use)} on {Show.Mask(item.Mask)}",
        CoreShare share => $"{Use(share.Use)} {share.Share} of {CoreMask.RelayPartsOfCore}",
        DeskRemark remark => Text(remark.Payload),
        IMessage inner => $"({Fields(inner, context)})",
        Enum word => Word(field.EnumType, word),
        string text when Amounts.Contains(field.Name) => Show.Amount(text, context.Origin.Token),
        string text => Show.ShortAccount(text, context.Origin.Token),
        uint number when Timeslices.Contains(field.Name) => context.Timeslice(number),
        uint number when Durations.Contains(field.Name) => context.Length(number),
        uint number when RelayBlocks.Contains(field.Name) => context.RelayBlock(number),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    private static string Use(CoreUse use) => use.HasTask ? $"task {use.Task}" : use.Kind == CoreUseKind.Pool ? "the pool" : "nothing";

    // PAYMENT_MEANS_CREDITS is "credits"; an unspecified value says nothing.
    private static string Word(EnumDescriptor type, Enum word) => Convert.ToInt32(word, CultureInfo.InvariantCulture) is var number && number == 0
        ? ""
        : type.FindValueByNumber(number) is { } value ? value.Name[(Prefix(type.Name) + 1)..].Replace('_', ' ').ToLowerInvariant() : $"{number}";

    private static int Prefix(string typeName) => typeName.Length + typeName.Skip(1).Count(char.IsUpper);

    private static string Text(string hex)
    {
        var bytes = Substrate.Hex.Decode(hex);
        var text = Encoding.UTF8.GetString(bytes);
        return text.All(c => !char.IsControl(c) && c != '\uFFFD') ? $"\"{text}\"" : hex;
    }

    /// <summary>Times of a fact: what the chain counts in, told as dates by the clock of the fact's own block.</summary>
    private sealed class Context(FactOrigin origin)
    {
        private readonly RelayClock _clock = new(new(origin.RelayBlock), origin.OccurredAt.ToDateTimeOffset());

        public FactOrigin Origin => origin;

        public string Timeslice(uint timeslice) => timeslice <= Market.Timeslice.LastWithBlocks.Value
            ? $"{Date(_clock.EstimateAt(new Timeslice(timeslice)))} (timeslice {timeslice})"
            : $"timeslice {timeslice}";

        public string RelayBlock(uint block) => $"{Date(_clock.EstimateAt(new RelayBlock(block)))} (relay block {block})";

        public string Length(uint timeslices) => Show.Duration(_clock.DurationOf(timeslices).TotalSeconds);

        private static string Date(DateTimeOffset at) => at.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture) + " UTC";
    }
}
