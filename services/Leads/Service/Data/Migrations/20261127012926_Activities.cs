using System;
using System.Numerics;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CoretimeDesk.Leads.Data.Migrations
{
    /// <inheritdoc />
    public partial class Activities : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "assessment_numbers",
                schema: "leads");

            migrationBuilder.CreateTable(
                name: "activities",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    source = table.Column<short>(type: "smallint", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_order = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    reference = table.Column<string>(type: "text", nullable: false),
                    duplicate_of_id = table.Column<Guid>(type: "uuid", nullable: true),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activities", x => x.id);
                    table.ForeignKey(
                        name: "fk_activities_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_activities_activities_duplicate_of_id",
                        column: x => x.duplicate_of_id,
                        principalSchema: "leads",
                        principalTable: "activities",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_activities_contacts_contact_id",
                        column: x => x.contact_id,
                        principalSchema: "leads",
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_activities_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What happened at accounts: one stream of what people, the desk, quotes and chains did. Nothing is deleted.");

            migrationBuilder.CreateTable(
                name: "assessments",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    core_periods = table.Column<long>(type: "bigint", nullable: false),
                    regions = table.Column<long>(type: "bigint", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    supply = table.Column<short>(type: "smallint", nullable: false),
                    cores = table.Column<long>(type: "bigint", nullable: false),
                    elastic_scaling = table.Column<bool>(type: "boolean", nullable: false),
                    blocks_per_day = table.Column<long>(type: "bigint", nullable: false),
                    workload = table.Column<string>(type: "text", nullable: false),
                    runtime_stack = table.Column<string>(type: "text", nullable: false),
                    migration = table.Column<string>(type: "text", nullable: false),
                    risks = table.Column<string[]>(type: "text[]", nullable: false),
                    verdict = table.Column<short>(type: "smallint", nullable: false),
                    conditions = table.Column<string[]>(type: "text[]", nullable: false),
                    canonical = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    written_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    written_by = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<string>(type: "text", nullable: true),
                    withdrawn_reason = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessments", x => x.id);
                    table.CheckConstraint("assessments_conditions", "(verdict = 2) = (cardinality(conditions) > 0)");
                    table.CheckConstraint("assessments_need", "core_periods >= 1 and ends_on >= starts_on and (supply = 1) = (regions >= 1) and (supply = 1) = (cores >= 1)");
                    table.CheckConstraint("assessments_revision", "revision >= 1");
                    table.CheckConstraint("assessments_valid", "valid_until > written_at");
                    table.CheckConstraint("assessments_withdrawn_is_whole", "(withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_reason is null)");
                    table.ForeignKey(
                        name: "fk_assessments_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assessments_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Technical assessments. One row per version; what was written never changes. No prices.");

            migrationBuilder.CreateTable(
                name: "attachments",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    uploaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    uploaded_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uploaded_by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachments", x => x.id);
                    table.CheckConstraint("attachments_sha256", "sha256 ~ '^[0-9a-f]{64}$'");
                    table.CheckConstraint("attachments_size", "size_bytes > 0");
                    table.ForeignKey(
                        name: "fk_attachments_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Files about accounts. Their bytes are in the attachment store, under their digest.");

            migrationBuilder.CreateTable(
                name: "decision_maps",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lead_id = table.Column<Guid>(type: "uuid", nullable: true),
                    title = table.Column<string>(type: "text", nullable: false),
                    track_name = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<short>(type: "smallint", nullable: false),
                    approval_basis_points = table.Column<int>(type: "integer", nullable: false),
                    turnout = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    support_basis_points = table.Column<int>(type: "integer", nullable: false),
                    electorate = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decision_maps", x => x.id);
                    table.CheckConstraint("decision_maps_track", "approval_basis_points between 1 and 10000 and support_basis_points between 0 and 10000 and (support_basis_points = 0 or electorate is not null)");
                    table.ForeignKey(
                        name: "fk_decision_maps_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_decision_maps_leads_lead_id",
                        column: x => x.lead_id,
                        principalSchema: "leads",
                        principalTable: "leads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "How customers that are DAOs decide.");

            migrationBuilder.CreateTable(
                name: "activity_corrections",
                schema: "leads",
                columns: table => new
                {
                    activity_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: false),
                    withdrawn = table.Column<bool>(type: "boolean", nullable: false),
                    corrected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    corrected_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    corrected_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activity_corrections", x => new { x.activity_id, x.number });
                    table.ForeignKey(
                        name: "fk_activity_corrections_activities_activity_id",
                        column: x => x.activity_id,
                        principalSchema: "leads",
                        principalTable: "activities",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What somebody said of an entry later. The entry stays.");

            migrationBuilder.CreateTable(
                name: "assessment_attachments",
                schema: "leads",
                columns: table => new
                {
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attachment_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment_attachments", x => new { x.assessment_id, x.attachment_id });
                    table.ForeignKey(
                        name: "fk_assessment_attachments_assessments_assessment_id",
                        column: x => x.assessment_id,
                        principalSchema: "leads",
                        principalTable: "assessments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assessment_attachments_attachments_attachment_id",
                        column: x => x.attachment_id,
                        principalSchema: "leads",
                        principalTable: "attachments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Files of versions of assessments.");

            migrationBuilder.CreateTable(
                name: "documents",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    series_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    attachment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    review_on = table.Column<DateOnly>(type: "date", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documents", x => x.id);
                    table.CheckConstraint("documents_revision", "revision >= 1");
                    table.ForeignKey(
                        name: "fk_documents_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "leads",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_documents_attachments_attachment_id",
                        column: x => x.attachment_id,
                        principalSchema: "leads",
                        principalTable: "attachments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Value cases and competitor comparisons. One row per revision; a row never changes.");

            migrationBuilder.CreateTable(
                name: "decision_members",
                schema: "leads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    map_id = table.Column<Guid>(type: "uuid", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: true),
                    address = table.Column<string>(type: "text", nullable: false),
                    weight = table.Column<BigInteger>(type: "numeric(39,0)", nullable: true),
                    weight_block = table.Column<long>(type: "bigint", nullable: true),
                    weight_block_hash = table.Column<string>(type: "text", nullable: true),
                    imported = table.Column<bool>(type: "boolean", nullable: false),
                    soft_power = table.Column<short>(type: "smallint", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: false),
                    roles = table.Column<short[]>(type: "smallint[]", nullable: false),
                    stance = table.Column<short>(type: "smallint", nullable: false),
                    contacted_on = table.Column<DateOnly>(type: "date", nullable: true),
                    contacted_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decision_members", x => x.id);
                    table.CheckConstraint("decision_members_soft_power", "soft_power between 0 and 5 and (soft_power = 0 or evidence <> '')");
                    table.CheckConstraint("decision_members_weight", "weight >= 0 and (weight is null or weight = 0 or (weight_block is not null and weight_block_hash is not null))");
                    table.ForeignKey(
                        name: "fk_decision_members_contacts_contact_id",
                        column: x => x.contact_id,
                        principalSchema: "leads",
                        principalTable: "contacts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_decision_members_decision_maps_map_id",
                        column: x => x.map_id,
                        principalSchema: "leads",
                        principalTable: "decision_maps",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Those who have a say. What is written about people is deleted with the contact that they are.");

            migrationBuilder.CreateIndex(
                name: "activities_of_contact",
                schema: "leads",
                table: "activities",
                columns: new[] { "contact_id", "occurred_at", "recorded_order" },
                filter: "contact_id is not null and duplicate_of_id is null");

            migrationBuilder.CreateIndex(
                name: "activities_reference",
                schema: "leads",
                table: "activities",
                columns: new[] { "account_id", "reference" },
                unique: true,
                filter: "reference <> '' and duplicate_of_id is null");

            migrationBuilder.CreateIndex(
                name: "activities_stream",
                schema: "leads",
                table: "activities",
                columns: new[] { "account_id", "occurred_at", "recorded_order" },
                filter: "duplicate_of_id is null");

            migrationBuilder.CreateIndex(
                name: "ix_activities_duplicate_of_id",
                schema: "leads",
                table: "activities",
                column: "duplicate_of_id");

            migrationBuilder.CreateIndex(
                name: "ix_activities_lead_id",
                schema: "leads",
                table: "activities",
                column: "lead_id");

            migrationBuilder.CreateIndex(
                name: "ix_assessment_attachments_attachment_id",
                schema: "leads",
                table: "assessment_attachments",
                column: "attachment_id");

            migrationBuilder.CreateIndex(
                name: "assessments_digest",
                schema: "leads",
                table: "assessments",
                column: "sha256",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "assessments_of_account",
                schema: "leads",
                table: "assessments",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "assessments_one_version",
                schema: "leads",
                table: "assessments",
                columns: new[] { "number", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assessments_lead_id",
                schema: "leads",
                table: "assessments",
                column: "lead_id");

            migrationBuilder.CreateIndex(
                name: "attachments_of_account",
                schema: "leads",
                table: "attachments",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_attachments_sha256",
                schema: "leads",
                table: "attachments",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "decision_maps_of_account",
                schema: "leads",
                table: "decision_maps",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_decision_maps_lead_id",
                schema: "leads",
                table: "decision_maps",
                column: "lead_id");

            migrationBuilder.CreateIndex(
                name: "decision_members_one_address",
                schema: "leads",
                table: "decision_members",
                columns: new[] { "map_id", "address" },
                unique: true,
                filter: "address <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_decision_members_contact_id",
                schema: "leads",
                table: "decision_members",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "documents_of_account",
                schema: "leads",
                table: "documents",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "documents_one_revision",
                schema: "leads",
                table: "documents",
                columns: new[] { "series_id", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_documents_attachment_id",
                schema: "leads",
                table: "documents",
                column: "attachment_id");

            migrationBuilder.Sql(RowsGuard.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(RowsGuard.Drop);

            migrationBuilder.DropTable(
                name: "activity_corrections",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "assessment_attachments",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "decision_members",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "documents",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "activities",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "assessments",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "decision_maps",
                schema: "leads");

            migrationBuilder.DropTable(
                name: "attachments",
                schema: "leads");

            migrationBuilder.DropSequence(
                name: "assessment_numbers",
                schema: "leads");
        }
    }
}
