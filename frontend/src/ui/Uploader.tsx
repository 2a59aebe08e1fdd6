/** Brings one file in: camera or drop, a look at it, turning, progress, retry; what is refused says why. */
import { Button, Spinner } from '@digdir/designsystemet-react';
import { useId, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUpload, type UploadCalls } from '@/lib/uploads/useUpload';
import { Icon } from './icons';
import { ProblemAlert } from './ProblemAlert';

interface UploaderProps<T> extends UploadCalls<T> {
  /** What is asked for, for the ears: "Proof of identity". */
  label: string;
  hint?: ReactNode;
  invalid?: boolean;
}

/** HEIC is what iPhones take; it is converted here, so it may be chosen although it is not accepted. */
const HEIC = '.heic,.heif,image/heic,image/heif';

export function Uploader<T>({ label, hint, invalid = false, ...calls }: UploaderProps<T>) {
  const { t } = useTranslation('upload');
  const { state, choose, turn, upload, stop } = useUpload(calls);
  const [over, setOver] = useState(false);
  const [turning, setTurning] = useState(false);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const accept = [...calls.limits.contentTypes, HEIC].join(',');
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) void choose(file);
    if (input.current) input.current.value = '';
    if (camera.current) camera.current.value = '';
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };

  return (
    <div className="uploader">
      {(state.step === 'idle' || state.step === 'failed') && (
        <>
          {state.step === 'failed' && <ProblemAlert problem={state.problem} />}
          {state.step === 'failed' && state.file && (
            <div className="actions">
              <Button onClick={() => state.file && void upload(state.file)}>{t('again')}</Button>
            </div>
          )}
          <div
            className={`drop ${over ? 'drop-over' : ''} ${invalid ? 'drop-wrong' : ''}`}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          >
            <p className="drop-text">{t('drop')}</p>
            <div className="drop-buttons">
              <label className="ds-button drop-camera" data-variant="primary">
                <Icon name="camera" />
                {t('camera')}
                <input
                  ref={camera}
                  className="ds-sr-only"
                  type="file"
                  accept="image/*"
                  capture="environment"
                  aria-label={`${t('camera')}: ${label}`}
                  onChange={(event) => take(event.target.files)}
                />
              </label>
              <label className="ds-button" data-variant="secondary">
                <Icon name="file" />
                {t('choose')}
                <input
                  ref={input}
                  className="ds-sr-only"
                  type="file"
                  accept={accept}
                  aria-label={`${t('choose')}: ${label}`}
                  aria-describedby={`${id}-hint`}
                  onChange={(event) => take(event.target.files)}
                />
              </label>
            </div>
            <p className="drop-hint" id={`${id}-hint`}>
              {hint} {t('limits', { max: Math.floor(calls.limits.maxBytes / 1024 / 1024) })}
            </p>
          </div>
        </>
      )}

      <div role="status">
        {state.step === 'preparing' && (
          <p className="uploading">
            <Spinner aria-hidden="true" data-size="xs" /> {t('preparing', { name: state.name })}
          </p>
        )}
        {state.step === 'checking' && (
          <p className="uploading">
            <Spinner aria-hidden="true" data-size="xs" /> {t('checking')}
          </p>
        )}
      </div>

      {state.step === 'ready' && (
        <div className="look">
          {state.preview ? (
            <img src={state.preview} alt={t('previewOf', { name: state.file.name })} />
          ) : (
            <p className="look-file">
              <Icon name="file" /> {state.file.name}
            </p>
          )}
          <p>
            <strong>{t('readable.question')}</strong> {t('readable.hint')}
          </p>
          <div className="actions">
            <Button onClick={() => void upload(state.file)}>{t('send')}</Button>
            {state.file.isPicture && (
              <Button
                variant="secondary"
                loading={turning}
                onClick={() => {
                  setTurning(true);
                  void turn(state.file).finally(() => setTurning(false));
                }}
              >
                <Icon name="turn" />
                {t('turn')}
              </Button>
            )}
            <Button variant="tertiary" onClick={stop}>
              {t('other')}
            </Button>
          </div>
        </div>
      )}

      {state.step === 'sending' && (
        <div className="uploading">
          <label htmlFor={`${id}-progress`}>
            {t('sending', { name: state.file.name, percent: Math.round(state.share * 100) })}
          </label>
          <progress id={`${id}-progress`} max={1} value={state.share} />
          <Button variant="tertiary" data-size="sm" onClick={stop}>
            {t('stop')}
          </Button>
        </div>
      )}
    </div>
  );
}
