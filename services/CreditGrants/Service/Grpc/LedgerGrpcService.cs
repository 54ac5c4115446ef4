using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Reports;
using CoretimeDesk.CreditGrants.V1;

namespace CoretimeDesk.CreditGrants.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed partial class LedgerGrpcService(LedgerDesk books, LedgerCheck check, ReportDesk reports) : LedgerService.LedgerServiceBase;
