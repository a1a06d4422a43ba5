import type { Frame } from '../layout/frame.ts'
import { PanelPage } from '../layout/panel.tsx'
import { Box, Copy } from '../parts/box.tsx'
import { Button } from '../parts/button.tsx'
import { Checkbox, Form, SelectField, type SelectOption, Switch, TextField } from '../parts/field.tsx'
import { paths } from '../paths.ts'
import { GelField, GelPreviews, HouseLanguage } from '../setup/setup.tsx'
import type { DeskProps } from '../support/reports.tsx'
import { say } from '../words/index.ts'

export interface SettingsProps {
  frame: Frame
  desk: DeskProps
  scripts?: readonly string[]
  settings: {
    siteName: string
    language: string
    zone: string
    gelHue: number
    publicUrl: string
    publicHost: string
    signUpOpen: boolean
    ownerAlone: boolean
    viewersAtPeak: string
    uplinkMbit: string
    backupHour: string
    backupKeep: string
  }
  zones: readonly SelectOption[]
  /** Of SRT; null where it is closed. */
  passphrase: string | null
  /** By the name of the field. */
  errors?: Readonly<Partial<Record<SettingField, string>>>
}

export type SettingField =
  | 'site_name'
  | 'language'
  | 'zone'
  | 'gel_hue'
  | 'public_url'
  | 'public_host'
  | 'viewers_at_peak'
  | 'uplink_mbit'
  | 'backup_hour'
  | 'backup_keep'
  | 'sign_up'
  | 'passphrase'
  | 'restart'

export function SettingsPage({ frame, desk, settings, zones, passphrase, errors, scripts }: SettingsProps) {
  return (
    <PanelPage frame={frame} title={say.layout.settings} {...desk} scripts={scripts}>
      <Form action={paths.panelSettings} class="form settings-form" novalidate={errors !== undefined}>
        <Box title={say.admin.theHouse}>
          <div class="form-pair">
            <TextField
              name="site_name"
              label={say.setup.houseName}
              value={settings.siteName}
              maxlength={40}
              error={errors?.site_name}
            />
            <SelectField
              name="zone"
              label={say.setup.zone}
              value={settings.zone}
              options={zones}
              optional
              error={errors?.zone}
            />
          </div>
          <HouseLanguage value={settings.language} error={errors?.language} />
          <Switch name="sign_up" label={say.admin.anybody} hint={say.admin.anybodyHint} checked={settings.signUpOpen} />
          <Switch
            name="owner_alone"
            label={say.cases.approvals.ownerAlone}
            hint={say.cases.approvals.ownerAloneHint}
            checked={settings.ownerAlone}
          />
        </Box>
        <Box title={say.admin.colour}>
          <GelField hue={settings.gelHue} error={errors?.gel_hue} />
          <GelPreviews hue={settings.gelHue} />
          <noscript>
            <Button look="edge" name="do" value="look">
              {say.admin.lookFirst}
            </Button>
          </noscript>
        </Box>
        <Box title={say.admin.address}>
          <TextField
            name="public_url"
            label={say.setup.publicUrl}
            type="url"
            value={settings.publicUrl}
            optional
            maxlength={200}
            error={errors?.public_url}
            hint={say.admin.publicUrlHint}
          />
          <TextField
            name="public_host"
            label={say.setup.publicHost}
            value={settings.publicHost}
            optional
            maxlength={120}
            error={errors?.public_host}
            hint={say.admin.publicHostHint}
          />
        </Box>
        <Box title={say.admin.size}>
          <div class="form-pair">
            <TextField
              name="viewers_at_peak"
              label={say.admin.viewersAtPeak}
              inputmode="numeric"
              value={settings.viewersAtPeak}
              maxlength={6}
              error={errors?.viewers_at_peak}
              hint={say.admin.viewersHint}
            />
            <TextField
              name="uplink_mbit"
              label={say.admin.uplink}
              inputmode="numeric"
              unit="Mb/s"
              value={settings.uplinkMbit}
              maxlength={6}
              error={errors?.uplink_mbit}
              hint={say.admin.uplinkHint}
            />
          </div>
        </Box>
        <Box title={say.layout.backups}>
          <div class="form-pair">
            <TextField
              name="backup_hour"
              label={say.admin.everyNight}
              inputmode="numeric"
              unit={say.admin.oclock}
              value={settings.backupHour}
              maxlength={2}
              error={errors?.backup_hour}
            />
            <TextField
              name="backup_keep"
              label={say.admin.keepLast}
              inputmode="numeric"
              unit={say.admin.backupsUnit}
              value={settings.backupKeep}
              maxlength={3}
              error={errors?.backup_keep}
            />
          </div>
        </Box>
        <div class="settings-save">
          <Button look="primary" busy={say.parts.saving}>
            {say.admin.saveSettings}
          </Button>
        </div>
      </Form>
      <div class="stack settings-form" id="encoders">
        {passphrase === null ? null : (
          <Box title={say.admin.srtPassphrase}>
            <p class="second">{say.admin.srtWords}</p>
            <details>
              <summary class="link">{say.admin.showIt}</summary>
              <Copy label={say.admin.passphrase} text={passphrase} />
            </details>
            <Form action={paths.panelSettingsPassphrase} novalidate={errors !== undefined}>
              <Checkbox name="sure" id="sure-passphrase" label={say.admin.srtSure} error={errors?.passphrase} />
              <div>
                <Button look="danger" busy={say.admin.making}>
                  {say.admin.newPassphrase}
                </Button>
              </div>
            </Form>
          </Box>
        )}
        <Box title={say.ops.mediaServer}>
          <p class="second">{say.admin.restartWords}</p>
          <Form action={paths.panelSettingsRestart} novalidate={errors !== undefined}>
            <Checkbox name="sure" id="sure-restart" label={say.admin.restartSure} error={errors?.restart} />
            <div>
              <Button look="edge" icon="refresh" busy={say.admin.restarting}>
                {say.admin.restart}
              </Button>
            </div>
          </Form>
        </Box>
      </div>
    </PanelPage>
  )
}
